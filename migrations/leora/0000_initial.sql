CREATE TABLE `accounts` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`name` text NOT NULL,
	`accountType` text NOT NULL,
	`currency` text NOT NULL,
	`initialBalance` integer NOT NULL,
	`currentBalance` integer NOT NULL,
	`linkedGoalId` text,
	`customTypeId` text,
	`icon` text,
	`color` text,
	PRIMARY KEY(`userId`, `id`),
	CONSTRAINT "accounts_currentBalance_range" CHECK(currentBalance BETWEEN -9007199254740991 AND 9007199254740991)
);
--> statement-breakpoint
CREATE INDEX `accounts_rev` ON `accounts` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `accounts_createdAt` ON `accounts` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_updatedAt` ON `accounts` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_name` ON `accounts` (`userId`,`showStatus`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_linkedGoalId` ON `accounts` (`userId`,`linkedGoalId`) WHERE "accounts"."linkedGoalId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `fxRates` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`date` text NOT NULL,
	`fromCurrency` text NOT NULL,
	`toCurrency` text NOT NULL,
	`rate` text NOT NULL,
	`rateMid` text,
	`rateBid` text,
	`rateAsk` text,
	`nominal` integer DEFAULT 1 NOT NULL,
	`spreadPercent` text DEFAULT '0.5' NOT NULL,
	`source` text NOT NULL,
	`isOverridden` integer DEFAULT false NOT NULL,
	`effectiveFrom` integer,
	`effectiveUntil` integer,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fxRates_published` ON `fxRates` (`userId`,`fromCurrency`,`toCurrency`,`date`,`source`);--> statement-breakpoint
CREATE INDEX `fxRates_latest` ON `fxRates` (`userId`,`fromCurrency`,`toCurrency`,`date`,`updatedAt`);--> statement-breakpoint
CREATE TABLE `transactions` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`type` text NOT NULL,
	`accountId` text,
	`fromAccountId` text,
	`toAccountId` text,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`baseCurrency` text NOT NULL,
	`rateUsedToBase` text NOT NULL,
	`convertedAmountToBase` integer NOT NULL,
	`toAmount` integer,
	`toCurrency` text,
	`effectiveRateFromTo` text,
	`feeAmount` integer,
	`feeCategoryId` text,
	`categoryId` text,
	`subcategoryId` text,
	`name` text,
	`description` text,
	`date` text NOT NULL,
	`time` text,
	`goalId` text,
	`budgetId` text,
	`debtId` text,
	`habitId` text,
	`counterpartyId` text,
	`goalName` text,
	`goalType` text,
	`relatedBudgetId` text,
	`relatedDebtId` text,
	`plannedAmount` integer,
	`paidAmount` integer,
	`originalCurrency` text,
	`originalAmount` integer,
	`conversionRate` text,
	`isBalanceAdjustment` integer NOT NULL,
	`recurringId` text,
	`attachments` text NOT NULL,
	`tags` text NOT NULL,
	`splits` text NOT NULL,
	`deletedAt` integer,
	`accountCurrency` text NOT NULL,
	`accountAmount` integer NOT NULL,
	`toAccountAmount` integer,
	`isRateFixed` integer NOT NULL,
	`feeAmountToBase` integer,
	`splitsToBase` text NOT NULL,
	`decimalAmount` real NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `transactions_rev` ON `transactions` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `transactions_createdAt` ON `transactions` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_updatedAt` ON `transactions` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_date` ON `transactions` (`userId`,`showStatus`,`date`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_decimalAmount` ON `transactions` (`userId`,`showStatus`,`decimalAmount`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_accountId` ON `transactions` (`userId`,`accountId`) WHERE "transactions"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_fromAccountId` ON `transactions` (`userId`,`fromAccountId`) WHERE "transactions"."fromAccountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_toAccountId` ON `transactions` (`userId`,`toAccountId`) WHERE "transactions"."toAccountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_goalId` ON `transactions` (`userId`,`goalId`) WHERE "transactions"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_budgetId` ON `transactions` (`userId`,`budgetId`) WHERE "transactions"."budgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_debtId` ON `transactions` (`userId`,`debtId`) WHERE "transactions"."debtId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_counterpartyId` ON `transactions` (`userId`,`counterpartyId`) WHERE "transactions"."counterpartyId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_baseCurrency` ON `transactions` (`userId`,`baseCurrency`);--> statement-breakpoint
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
CREATE INDEX `userSessions_expiresAt` ON `userSessions` (`expiresAt`);--> statement-breakpoint
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
	`rev` integer NOT NULL,
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
