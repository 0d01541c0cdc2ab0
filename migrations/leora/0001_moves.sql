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
ALTER TABLE `userDatabases` ADD `ratesUpTo` integer DEFAULT 0 NOT NULL;