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
ALTER TABLE `users` ADD `insightsNextAt` integer;--> statement-breakpoint
ALTER TABLE `users` ADD `insightsRanOn` text;--> statement-breakpoint
CREATE INDEX `users_insightsNextAt` ON `users` (`insightsNextAt`) WHERE "users"."insightsNextAt" IS NOT NULL;