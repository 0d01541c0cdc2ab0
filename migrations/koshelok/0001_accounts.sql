CREATE TABLE `tallies` (
	`key` text PRIMARY KEY NOT NULL,
	`count` integer NOT NULL,
	`since` integer NOT NULL,
	`lastAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tallies_since` ON `tallies` (`since`);--> statement-breakpoint
ALTER TABLE `otpCodes` ADD `nonce` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `userSessions` ADD `network` text;