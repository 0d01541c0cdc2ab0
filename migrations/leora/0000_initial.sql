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
