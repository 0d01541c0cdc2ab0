CREATE TABLE `otpCodes` (
	`id` integer PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`address` text NOT NULL,
	`codeHash` text NOT NULL,
	`attempts` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`expiresAt` integer NOT NULL,
	`usedBy` text
);
--> statement-breakpoint
CREATE INDEX `otpCodes_address` ON `otpCodes` (`purpose`,`address`);--> statement-breakpoint
CREATE INDEX `otpCodes_createdAt` ON `otpCodes` (`createdAt`);--> statement-breakpoint
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
	`lastUsedAt` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`revokedAt` integer,
	`deviceId` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `userSessions_userId` ON `userSessions` (`userId`,`revokedAt`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
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
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE UNIQUE INDEX `users_username` ON `users` (`username`);--> statement-breakpoint
CREATE TABLE `taskDependencies` (
	`userId` text NOT NULL,
	`taskId` text NOT NULL,
	`dependsOnTaskId` text NOT NULL,
	PRIMARY KEY(`userId`, `taskId`, `dependsOnTaskId`)
);
--> statement-breakpoint
CREATE INDEX `taskDependencies_dependsOn` ON `taskDependencies` (`userId`,`dependsOnTaskId`,`taskId`);--> statement-breakpoint
CREATE TABLE `tasks` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`title` text NOT NULL,
	`status` text NOT NULL,
	`priority` integer NOT NULL,
	`goalId` text,
	`habitId` text,
	`financeLink` text NOT NULL,
	`progressValue` real,
	`progressUnit` text,
	`dueDate` text,
	`startDate` text,
	`timeOfDay` text,
	`estimatedMinutes` integer,
	`energyLevel` integer,
	`context` text,
	`notes` text,
	`lastFocusSessionId` text,
	`focusTotalMinutes` integer NOT NULL,
	`checklist` text NOT NULL,
	`dependencies` text NOT NULL,
	`metDependencies` text NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `tasks_rev` ON `tasks` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `tasks_createdAt` ON `tasks` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_updatedAt` ON `tasks` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_dueDate` ON `tasks` (`userId`,`showStatus`,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_dueDate_nullsLast` ON `tasks` (`userId`,`showStatus`,"dueDate" IS NULL,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_priority` ON `tasks` (`userId`,`showStatus`,`priority`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_status` ON `tasks` (`userId`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_goalId` ON `tasks` (`userId`,`goalId`) WHERE "tasks"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_habitId` ON `tasks` (`userId`,`habitId`) WHERE "tasks"."habitId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `conflicts` (
	`userId` text NOT NULL,
	`conflictId` text NOT NULL,
	`entity` text NOT NULL,
	`id` text NOT NULL,
	`operation` text NOT NULL,
	`local` text NOT NULL,
	`base` text NOT NULL,
	`localUpdatedAt` integer NOT NULL,
	`createdAt` integer NOT NULL,
	PRIMARY KEY(`userId`, `conflictId`)
);
--> statement-breakpoint
CREATE INDEX `conflicts_row` ON `conflicts` (`userId`,`entity`,`id`);--> statement-breakpoint
CREATE INDEX `conflicts_createdAt` ON `conflicts` (`userId`,`createdAt`);--> statement-breakpoint
CREATE TABLE `syncKeys` (
	`userId` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`outcome` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`userId`, `key`)
);
--> statement-breakpoint
CREATE INDEX `syncKeys_at` ON `syncKeys` (`at`);--> statement-breakpoint
CREATE TABLE `clocks` (
	`userId` text PRIMARY KEY NOT NULL,
	`rev` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `commits` (
	`userId` text NOT NULL,
	`rev` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`sessionId` text,
	`requestId` text NOT NULL,
	PRIMARY KEY(`userId`, `rev`)
);
--> statement-breakpoint
CREATE INDEX `commits_at` ON `commits` (`userId`,`at`);--> statement-breakpoint
CREATE TABLE `guard` (
	`ok` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`userId` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`userId`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`userId` text NOT NULL,
	`entity` text NOT NULL,
	`id` text NOT NULL,
	`rev` integer NOT NULL,
	`operation` text NOT NULL,
	`changes` text,
	PRIMARY KEY(`userId`, `entity`, `id`, `rev`)
);
