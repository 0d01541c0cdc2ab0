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
CREATE TABLE `tallies` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`since` integer NOT NULL,
	`lastAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tallies_since` ON `tallies` (`since`);--> statement-breakpoint
CREATE TABLE `userDevices` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`deviceId` text NOT NULL,
	`deviceName` text,
	`deviceType` text NOT NULL,
	`osVersion` text,
	`appVersion` text,
	`pushToken` text,
	`lastActiveAt` integer NOT NULL,
	`lastIp` text,
	`location` text,
	`isTrusted` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `userDevices_deviceId` ON `userDevices` (`userId`,`deviceId`);--> statement-breakpoint
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
	`deviceId` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `userSessions_userId` ON `userSessions` (`userId`,`revokedAt`);--> statement-breakpoint
CREATE INDEX `userSessions_expiresAt` ON `userSessions` (`expiresAt`);--> statement-breakpoint
CREATE TABLE `users` (
	`owner` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`database` text NOT NULL,
	`email` text NOT NULL,
	`fullName` text NOT NULL,
	`username` text,
	`phoneNumber` text,
	`passwordHash` text NOT NULL,
	`bio` text,
	`birthday` text,
	`profileImage` text,
	`region` text NOT NULL,
	`timezone` text,
	`primaryCurrency` text NOT NULL,
	`visibility` text,
	`preferences` text,
	`isEmailVerified` integer NOT NULL,
	`isPhoneVerified` integer NOT NULL,
	`lastLoginAt` integer,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	CONSTRAINT "users_preferences_size" CHECK(length("users"."preferences") <= 32768)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_id` ON `users` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`username`);--> statement-breakpoint
CREATE TABLE `moves` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` integer NOT NULL,
	`source` text NOT NULL,
	`target` text NOT NULL,
	`state` text NOT NULL,
	`progress` text DEFAULT '{}' NOT NULL,
	`rows` integer DEFAULT 0 NOT NULL,
	`problem` text,
	`createdAt` integer NOT NULL,
	`switchedAt` integer,
	`changedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `moves_unfinished` ON `moves` (`owner`) WHERE "moves"."state" NOT IN ('done', 'reverted');--> statement-breakpoint
CREATE TABLE `userDatabases` (
	`name` text PRIMARY KEY NOT NULL,
	`size` integer DEFAULT 0 NOT NULL,
	`measuredAt` integer,
	`measuredUsers` integer DEFAULT 0 NOT NULL,
	`users` integer DEFAULT 0 NOT NULL,
	`ratesUpTo` integer DEFAULT 0 NOT NULL
);
