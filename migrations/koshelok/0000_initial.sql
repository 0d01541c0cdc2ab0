CREATE TABLE `guard` (
	`ok` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `otpCodes` (
	`id` integer PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`address` text NOT NULL,
	`nonce` text DEFAULT '' NOT NULL,
	`codeHash` text NOT NULL,
	`attempts` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`expiresAt` integer NOT NULL,
	`usedBy` text
);
--> statement-breakpoint
CREATE INDEX `otpCodes_address` ON `otpCodes` (`purpose`,`address`);--> statement-breakpoint
CREATE INDEX `otpCodes_createdAt` ON `otpCodes` (`createdAt`);--> statement-breakpoint
CREATE TABLE `passwordResets` (
	`id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`expiresAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `passwordResets_expiresAt` ON `passwordResets` (`expiresAt`);--> statement-breakpoint
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
	`revokedAt` integer,
	`scope` text
);
--> statement-breakpoint
CREATE INDEX `userSessions_userId` ON `userSessions` (`userId`,`revokedAt`);--> statement-breakpoint
CREATE INDEX `userSessions_expiresAt` ON `userSessions` (`expiresAt`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`address` text NOT NULL,
	`auth_type` text NOT NULL,
	`auth_status` text NOT NULL,
	`first_name` text DEFAULT '' NOT NULL,
	`last_name` text DEFAULT '' NOT NULL,
	`username` text,
	`passwordHash` text,
	`photo` text,
	`timezone` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_address` ON `users` (`address`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (lower("username"));--> statement-breakpoint
CREATE TABLE `categories` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`userId` text NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	CONSTRAINT "categories_type" CHECK("categories"."type" IN ('income', 'expense'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_name` ON `categories` (`userId`,`name`,`type`);--> statement-breakpoint
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
CREATE TABLE `transactions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`userId` text NOT NULL,
	`category` integer NOT NULL,
	`amount` integer NOT NULL,
	`comment` text NOT NULL,
	`date` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	CONSTRAINT "transactions_amount" CHECK("transactions"."amount" > 0)
);
--> statement-breakpoint
CREATE INDEX `transactions_date` ON `transactions` (`userId`,`date`,`id`,`category`,`amount`);--> statement-breakpoint
CREATE INDEX `transactions_category` ON `transactions` (`category`,`date`,`id`,`amount`);