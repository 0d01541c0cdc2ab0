CREATE TABLE `guard` (
	`ok` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`owner` integer NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`owner`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);--> statement-breakpoint
CREATE TABLE `tallies` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`since` integer NOT NULL,
	`lastAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tallies_since` ON `tallies` (`since`);--> statement-breakpoint
CREATE TABLE `userSessions` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`tokenHash` text NOT NULL,
	`retiredTokens` text NOT NULL,
	`lifetimeMs` integer NOT NULL,
	`expiresAt` integer NOT NULL,
	`network` text,
	`lastUsedAt` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`revokedAt` integer
);
--> statement-breakpoint
CREATE INDEX `userSessions_userId` ON `userSessions` (`userId`,`revokedAt`);--> statement-breakpoint
CREATE INDEX `userSessions_expiresAt` ON `userSessions` (`expiresAt`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`passwordHash` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`timezone` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `deals` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`userId` integer NOT NULL,
	`customerId` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`value` integer NOT NULL,
	`status` text NOT NULL,
	`completedAt` integer,
	`version` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	CONSTRAINT "deals_value_range" CHECK("deals"."value" BETWEEN 0 AND 9007199254740991),
	CONSTRAINT "deals_completedAt" CHECK(("deals"."status" = 'completed') = ("deals"."completedAt" IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX `deals_own_createdAt` ON `deals` (`userId`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `deals_own_updatedAt` ON `deals` (`userId`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `deals_own_value` ON `deals` (`userId`,`value`,`id`);--> statement-breakpoint
CREATE INDEX `deals_own_sales` ON `deals` (`userId`,`status`,`completedAt`,`customerId`,`value`);--> statement-breakpoint
CREATE INDEX `deals_all_createdAt` ON `deals` (`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `deals_all_updatedAt` ON `deals` (`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `deals_all_value` ON `deals` (`value`,`id`);--> statement-breakpoint
CREATE INDEX `deals_all_sales` ON `deals` (`status`,`completedAt`,`customerId`,`value`);--> statement-breakpoint
CREATE INDEX `deals_customer` ON `deals` (`customerId`,`createdAt`,`id`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`userId` integer NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`phone` text NOT NULL,
	`company` text NOT NULL,
	`status` text NOT NULL,
	`value` text NOT NULL,
	`search` text NOT NULL,
	`searchBits1` integer DEFAULT -1 NOT NULL,
	`searchBits2` integer DEFAULT -1 NOT NULL,
	`searchBits3` integer DEFAULT -1 NOT NULL,
	`version` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `customers_email` ON `customers` (`userId`,`email`);--> statement-breakpoint
CREATE INDEX `customers_own_createdAt` ON `customers` (`userId`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `customers_own_updatedAt` ON `customers` (`userId`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `customers_own_name` ON `customers` (`userId`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `customers_own_company` ON `customers` (`userId`,`company`,`id`);--> statement-breakpoint
CREATE INDEX `customers_own_status` ON `customers` (`userId`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `customers_all_createdAt` ON `customers` (`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `customers_all_updatedAt` ON `customers` (`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `customers_all_name` ON `customers` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `customers_all_company` ON `customers` (`company`,`id`);--> statement-breakpoint
CREATE INDEX `customers_all_status` ON `customers` (`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE TABLE `activities` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`userId` integer NOT NULL,
	`customerId` integer NOT NULL,
	`type` text NOT NULL,
	`description` text NOT NULL,
	`createdAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `activities_own` ON `activities` (`userId`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `activities_own_type` ON `activities` (`userId`,`type`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `activities_all` ON `activities` (`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `activities_all_type` ON `activities` (`type`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `activities_customer` ON `activities` (`customerId`,`createdAt`,`id`);