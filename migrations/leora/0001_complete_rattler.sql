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
CREATE INDEX `twoFactors_setupExpiresAt` ON `twoFactors` (`setupExpiresAt`);