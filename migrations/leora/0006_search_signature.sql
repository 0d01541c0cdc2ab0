DROP INDEX `accounts_createdAt`;--> statement-breakpoint
ALTER TABLE `accounts` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `accounts` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `accounts_createdAt` ON `accounts` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `budgets_createdAt`;--> statement-breakpoint
ALTER TABLE `budgets` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `budgets` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `budgets_createdAt` ON `budgets` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `counterparties_createdAt`;--> statement-breakpoint
ALTER TABLE `counterparties` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counterparties` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `counterparties` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `counterparties_createdAt` ON `counterparties` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `debtPayments_createdAt`;--> statement-breakpoint
ALTER TABLE `debtPayments` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `debtPayments` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `debtPayments` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `debtPayments_createdAt` ON `debtPayments` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `debts_createdAt`;--> statement-breakpoint
ALTER TABLE `debts` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `debts` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `debts` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_createdAt` ON `debts` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `transactions_createdAt`;--> statement-breakpoint
ALTER TABLE `transactions` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `transactions` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `transactions` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_createdAt` ON `transactions` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `notifications_createdAt`;--> statement-breakpoint
ALTER TABLE `notifications` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `notifications` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `notifications` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `notifications_createdAt` ON `notifications` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `focusSessions_createdAt`;--> statement-breakpoint
ALTER TABLE `focusSessions` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `focusSessions` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `focusSessions` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `focusSessions_createdAt` ON `focusSessions` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `goalCheckIns_createdAt`;--> statement-breakpoint
ALTER TABLE `goalCheckIns` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `goalCheckIns` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `goalCheckIns` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `goalCheckIns_createdAt` ON `goalCheckIns` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `goals_createdAt`;--> statement-breakpoint
ALTER TABLE `goals` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `goals` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `goals` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `goals_createdAt` ON `goals` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `habitCompletions_createdAt`;--> statement-breakpoint
ALTER TABLE `habitCompletions` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `habitCompletions` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `habitCompletions` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `habitCompletions_createdAt` ON `habitCompletions` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `habits_createdAt`;--> statement-breakpoint
ALTER TABLE `habits` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `habits` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `habits` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_createdAt` ON `habits` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `tasks_createdAt`;--> statement-breakpoint
ALTER TABLE `tasks` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `tasks` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `tasks` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_createdAt` ON `tasks` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
DROP INDEX `recurrences_createdAt`;--> statement-breakpoint
ALTER TABLE `recurrences` ADD `searchBits1` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `recurrences` ADD `searchBits2` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE `recurrences` ADD `searchBits3` integer DEFAULT -1 NOT NULL;--> statement-breakpoint
CREATE INDEX `recurrences_createdAt` ON `recurrences` (`userId`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);