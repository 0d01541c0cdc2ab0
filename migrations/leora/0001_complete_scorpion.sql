CREATE TABLE `userSettings` (
	`userId` text PRIMARY KEY NOT NULL,
	`changes` text NOT NULL,
	`pinHash` text,
	`pinFailures` integer DEFAULT 0 NOT NULL,
	`pinFailuresSince` integer DEFAULT 0 NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
