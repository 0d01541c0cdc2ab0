CREATE TABLE `notifications` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`entity` text NOT NULL,
	`entityId` text NOT NULL,
	`data` text NOT NULL,
	`readAt` integer,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `notifications_rev` ON `notifications` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `notifications_createdAt` ON `notifications` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_updatedAt` ON `notifications` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_entityId` ON `notifications` (`userId`,`entityId`) WHERE "notifications"."entityId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `rounds` (
	`job` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL
);
