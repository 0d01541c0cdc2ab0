CREATE TABLE `insightAnswers` (
	`owner` integer NOT NULL,
	`questionId` char(22) NOT NULL,
	`id` char(22) NOT NULL,
	`optionId` text,
	`customAnswer` text,
	`answeredAt` integer NOT NULL,
	PRIMARY KEY(`owner`, `questionId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `insightJobs` (
	`owner` integer NOT NULL,
	`id` char(22) NOT NULL,
	`status` text NOT NULL,
	`scope` text NOT NULL,
	`categories` text NOT NULL,
	`dateFrom` text,
	`dateTo` text,
	`unit` text NOT NULL,
	`createdCount` integer NOT NULL,
	`updatedCount` integer NOT NULL,
	`insightIds` text NOT NULL,
	`error` text,
	`createdAt` integer NOT NULL,
	`finishedAt` integer,
	PRIMARY KEY(`owner`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `insightJobs_open` ON `insightJobs` (`createdAt`) WHERE "insightJobs"."finishedAt" IS NULL;--> statement-breakpoint
CREATE INDEX `insightJobs_createdAt` ON `insightJobs` (`createdAt`);--> statement-breakpoint
CREATE TABLE `insights` (
	`seq` integer PRIMARY KEY NOT NULL,
	`owner` integer NOT NULL,
	`id` char(22) NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`createdRev` integer NOT NULL,
	`search` text NOT NULL,
	`searchBits1` integer DEFAULT -1 NOT NULL,
	`searchBits2` integer DEFAULT -1 NOT NULL,
	`searchBits3` integer DEFAULT -1 NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`rule` text NOT NULL,
	`kind` text NOT NULL,
	`level` text NOT NULL,
	`scope` text NOT NULL,
	`category` text NOT NULL,
	`title` text NOT NULL,
	`body` text NOT NULL,
	`explain` text,
	`push` text,
	`tone` text,
	`priority` integer NOT NULL,
	`payload` text NOT NULL,
	`related` text NOT NULL,
	`actions` text NOT NULL,
	`status` text NOT NULL,
	`source` text NOT NULL,
	`validUntil` integer,
	`viewedAt` integer,
	`dismissedAt` integer,
	`completedAt` integer,
	`isAutomatic` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `insights_id` ON `insights` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `insights_rev` ON `insights` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `insights_createdAt` ON `insights` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `insights_updatedAt` ON `insights` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `insights_priority` ON `insights` (`owner`,`showStatus`,`priority`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `insights_validUntil` ON `insights` (`owner`,`showStatus`,`validUntil`,`id`);--> statement-breakpoint
CREATE INDEX `insights_age` ON `insights` (`createdAt`) WHERE "insights"."showStatus" = 'active';--> statement-breakpoint
CREATE INDEX `insights_open` ON `insights` (`owner`,`scope`,`validUntil`) WHERE "insights"."status" IN ('new', 'viewed');--> statement-breakpoint
CREATE TABLE `customCategories` (
	`owner` integer NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`name` text NOT NULL,
	`icon` text,
	`color` text,
	`parentId` text,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`deletedAt` integer,
	PRIMARY KEY(`owner`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `customCategories_list` ON `customCategories` (`owner`,`createdAt`);--> statement-breakpoint
CREATE TABLE `aiTotals` (
	`owner` integer NOT NULL,
	`channel` text NOT NULL,
	`requests` integer NOT NULL,
	`tokens` integer NOT NULL,
	PRIMARY KEY(`owner`, `channel`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `aiUsage` (
	`seq` integer PRIMARY KEY NOT NULL,
	`owner` integer NOT NULL,
	`id` char(22) NOT NULL,
	`channel` text NOT NULL,
	`requestType` text NOT NULL,
	`tokensUsed` integer,
	`responseTime` integer,
	`success` integer NOT NULL,
	`errorCode` text,
	`metadata` text NOT NULL,
	`createdAt` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `aiUsage_id` ON `aiUsage` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `aiUsage_list` ON `aiUsage` (`owner`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `aiUsage_createdAt` ON `aiUsage` (`createdAt`);