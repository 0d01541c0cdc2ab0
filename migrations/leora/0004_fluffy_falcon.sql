ALTER TABLE `budgetEntries` ADD `isRateEstimated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `debtPayments` ADD `isRateEstimated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `debts` ADD `isRateEstimated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `transactions` ADD `isRateEstimated` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `clocks` ADD `bytes` integer DEFAULT 0 NOT NULL;