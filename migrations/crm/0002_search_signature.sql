DROP INDEX `customers_own_createdAt`;--> statement-breakpoint
ALTER TABLE `customers` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `customers` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `customers_own_createdAt` ON `customers` (`userId`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);