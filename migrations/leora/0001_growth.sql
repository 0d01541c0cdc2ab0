CREATE TABLE `userSettings` (
	`userId` text PRIMARY KEY NOT NULL,
	`changes` text NOT NULL,
	`pinHash` text,
	`pinFailures` integer DEFAULT 0 NOT NULL,
	`pinFailuresSince` integer DEFAULT 0 NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `recoveryCodes` (
	`userId` text NOT NULL,
	`codeHash` text NOT NULL,
	PRIMARY KEY(`userId`, `codeHash`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `signInChallenges` (
	`tokenHash` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`rememberMe` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`expiresAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `signInChallenges_userId` ON `signInChallenges` (`userId`);--> statement-breakpoint
CREATE INDEX `signInChallenges_expiresAt` ON `signInChallenges` (`expiresAt`);--> statement-breakpoint
CREATE TABLE `twoFactors` (
	`userId` text PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`setupExpiresAt` integer,
	`enabledAt` integer,
	`usedSteps` text DEFAULT '[]' NOT NULL,
	`lastTry` text
);
--> statement-breakpoint
CREATE INDEX `twoFactors_setupExpiresAt` ON `twoFactors` (`setupExpiresAt`);--> statement-breakpoint
CREATE TABLE `devCheckouts` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`planId` text NOT NULL,
	`currency` text NOT NULL,
	`trialDays` integer NOT NULL,
	`successUrl` text NOT NULL,
	`cancelUrl` text NOT NULL,
	`createdAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `devCheckouts_createdAt` ON `devCheckouts` (`createdAt`);--> statement-breakpoint
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
CREATE TABLE `subscriptionHistory` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`subscriptionId` text NOT NULL,
	`event` text NOT NULL,
	`tier` text NOT NULL,
	`amount` integer,
	`currency` text,
	`metadata` text,
	`dedupeKey` text NOT NULL,
	`notice` text,
	`createdAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptionHistory_dedupeKey` ON `subscriptionHistory` (`subscriptionId`,`dedupeKey`);--> statement-breakpoint
CREATE INDEX `subscriptionHistory_userId` ON `subscriptionHistory` (`userId`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptionHistory_event` ON `subscriptionHistory` (`userId`,`event`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptionHistory_subscriptionId` ON `subscriptionHistory` (`subscriptionId`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `subscriptionHistory_notice` ON `subscriptionHistory` (`id`) WHERE notice IS NOT NULL;--> statement-breakpoint
CREATE TABLE `subscriptions` (
	`id` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL,
	`provider` text NOT NULL,
	`providerSubscriptionId` text NOT NULL,
	`replaces` text,
	`providerCustomerId` text,
	`productId` text NOT NULL,
	`priceId` text,
	`planId` text,
	`pendingPlanId` text,
	`tier` text NOT NULL,
	`status` text NOT NULL,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	`interval` text NOT NULL,
	`currentPeriodStart` integer NOT NULL,
	`currentPeriodEnd` integer,
	`accessUntil` integer,
	`cancelAtPeriodEnd` integer NOT NULL,
	`canceledAt` integer,
	`trialStart` integer,
	`trialEnd` integer,
	`graceUntil` integer,
	`refundedAt` integer,
	`asOf` integer NOT NULL,
	`grantedAt` integer,
	`paidThrough` integer,
	`endedAt` integer,
	`checkAt` integer,
	`endingNoticeAt` integer,
	`endingNoticedFor` integer,
	`version` integer NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscriptions_provider` ON `subscriptions` (`provider`,`providerSubscriptionId`);--> statement-breakpoint
CREATE INDEX `subscriptions_replaces` ON `subscriptions` (`provider`,`replaces`) WHERE replaces IS NOT NULL;--> statement-breakpoint
CREATE INDEX `subscriptions_customer` ON `subscriptions` (`provider`,`providerCustomerId`) WHERE providerCustomerId IS NOT NULL;--> statement-breakpoint
CREATE INDEX `subscriptions_userId` ON `subscriptions` (`userId`,`createdAt`);--> statement-breakpoint
CREATE INDEX `subscriptions_checkAt` ON `subscriptions` (`checkAt`) WHERE checkAt IS NOT NULL;--> statement-breakpoint
CREATE INDEX `subscriptions_endingNoticeAt` ON `subscriptions` (`endingNoticeAt`) WHERE endingNoticeAt IS NOT NULL;--> statement-breakpoint
CREATE TABLE `vendorEvents` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vendorEvents_at` ON `vendorEvents` (`at`);--> statement-breakpoint
CREATE TABLE `vendorPayments` (
	`reference` text PRIMARY KEY NOT NULL,
	`subscriptionId` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `vendorPayments_at` ON `vendorPayments` (`at`);--> statement-breakpoint
ALTER TABLE `users` ADD `insightsNextAt` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `insightsRanOn` text;--> statement-breakpoint
CREATE INDEX `users_insightsNextAt` ON `users` (`insightsNextAt`) WHERE "users"."insightsNextAt" IS NOT NULL;