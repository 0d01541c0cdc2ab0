CREATE TABLE `budgetEntries` (
	`userId` text NOT NULL,
	`transactionId` text NOT NULL,
	`budgetId` text NOT NULL,
	`id` text NOT NULL,
	`appliedAmount` integer NOT NULL,
	`rate` text NOT NULL,
	`currency` text NOT NULL,
	`feeRate` text,
	`feeCurrency` text,
	`date` text NOT NULL,
	`snapshottedAt` integer NOT NULL,
	PRIMARY KEY(`userId`, `transactionId`, `budgetId`)
);
--> statement-breakpoint
CREATE INDEX `budgetEntries_budget` ON `budgetEntries` (`userId`,`budgetId`,`date`,`transactionId`);--> statement-breakpoint
CREATE TABLE `budgets` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`name` text NOT NULL,
	`budgetType` text NOT NULL,
	`categoryIds` text NOT NULL,
	`linkedGoalId` text,
	`accountId` text,
	`transactionType` text NOT NULL,
	`currency` text NOT NULL,
	`limitAmount` integer NOT NULL,
	`periodType` text NOT NULL,
	`startDate` text,
	`endDate` text,
	`rolloverMode` text NOT NULL,
	`notifyOnExceed` integer NOT NULL,
	`periodStart` text,
	`periodEnd` text,
	`rollsAfter` text,
	`spentAmount` integer NOT NULL,
	`carriedAmount` integer NOT NULL,
	`carriedLimit` integer NOT NULL,
	`carryFrom` text,
	`contributionTotal` integer NOT NULL,
	`since` text,
	`upcoming` text NOT NULL,
	`isExceedNotified` integer NOT NULL,
	PRIMARY KEY(`userId`, `id`),
	CONSTRAINT "budgets_spentAmount_range" CHECK(spentAmount BETWEEN -9007199254740991 AND 9007199254740991),
	CONSTRAINT "budgets_carriedAmount_range" CHECK(carriedAmount BETWEEN -9007199254740991 AND 9007199254740991),
	CONSTRAINT "budgets_contributionTotal_range" CHECK(contributionTotal BETWEEN -9007199254740991 AND 9007199254740991)
);
--> statement-breakpoint
CREATE INDEX `budgets_rev` ON `budgets` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `budgets_createdAt` ON `budgets` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_updatedAt` ON `budgets` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_name` ON `budgets` (`userId`,`showStatus`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_limitAmount` ON `budgets` (`userId`,`showStatus`,`limitAmount`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_spentAmount` ON `budgets` (`userId`,`showStatus`,`spentAmount`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_linkedGoalId` ON `budgets` (`userId`,`linkedGoalId`) WHERE "budgets"."linkedGoalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `budgets_accountId` ON `budgets` (`userId`,`accountId`) WHERE "budgets"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `budgets_rollsAfter` ON `budgets` (`rollsAfter`,`userId`) WHERE "budgets"."showStatus" = 'active' AND "budgets"."rollsAfter" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `counterparties` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`displayName` text NOT NULL,
	`phoneNumber` text,
	`comment` text,
	`searchKeywords` text,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `counterparties_rev` ON `counterparties` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `counterparties_createdAt` ON `counterparties` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `counterparties_updatedAt` ON `counterparties` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `counterparties_displayName` ON `counterparties` (`userId`,`showStatus`,`displayName`,`id`);--> statement-breakpoint
CREATE TABLE `debtPayments` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`debtId` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`baseCurrency` text NOT NULL,
	`rateUsedToBase` text NOT NULL,
	`convertedAmountToBase` integer NOT NULL,
	`rateUsedToDebt` text NOT NULL,
	`convertedAmountToDebt` integer NOT NULL,
	`paymentDate` text NOT NULL,
	`accountId` text,
	`note` text,
	`allowOverpay` integer NOT NULL,
	`relatedTransactionId` text,
	`recurringId` text,
	`isRateToBaseFixed` integer NOT NULL,
	`isRateToDebtFixed` integer NOT NULL,
	`debtCurrency` text NOT NULL,
	`repaymentCurrency` text NOT NULL,
	`convertedAmountToRepayment` integer NOT NULL,
	`debtRateToBase` text NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `debtPayments_rev` ON `debtPayments` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `debtPayments_createdAt` ON `debtPayments` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_updatedAt` ON `debtPayments` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_paymentDate` ON `debtPayments` (`userId`,`showStatus`,`paymentDate`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_debtId` ON `debtPayments` (`userId`,`debtId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_accountId` ON `debtPayments` (`userId`,`accountId`) WHERE "debtPayments"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debtPayments_recurringId` ON `debtPayments` (`userId`,`recurringId`) WHERE "debtPayments"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `debts` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`direction` text NOT NULL,
	`counterpartyId` text,
	`counterpartyName` text NOT NULL,
	`description` text,
	`principalAmount` integer NOT NULL,
	`principalCurrency` text NOT NULL,
	`principalOriginalAmount` integer,
	`principalOriginalCurrency` text,
	`baseCurrency` text NOT NULL,
	`rateOnStart` text NOT NULL,
	`principalBaseValue` integer NOT NULL,
	`repaymentCurrency` text,
	`repaymentAmount` integer,
	`repaymentRateOnStart` text,
	`isFixedRepaymentAmount` integer NOT NULL,
	`startDate` text NOT NULL,
	`dueDate` text,
	`interestMode` text,
	`interestRateAnnual` text,
	`scheduleHint` text,
	`linkedGoalId` text,
	`linkedBudgetId` text,
	`fundingAccountId` text,
	`fundingTransactionId` text,
	`lentFromAccountId` text,
	`returnToAccountId` text,
	`receivedToAccountId` text,
	`payFromAccountId` text,
	`customRateUsed` text,
	`reminderEnabled` integer NOT NULL,
	`reminderTime` text,
	`isCanceled` integer NOT NULL,
	`status` text NOT NULL,
	`settledAt` integer,
	`finalRateUsed` text,
	`finalProfitLoss` integer,
	`finalProfitLossCurrency` text,
	`totalPaidInRepaymentCurrency` integer NOT NULL,
	`outstandingCurrency` text NOT NULL,
	`outstandingPrincipal` integer NOT NULL,
	`unpaidInterest` integer NOT NULL,
	`interestThrough` text NOT NULL,
	`totalPaid` integer NOT NULL,
	`overpaidAmount` integer NOT NULL,
	`decimalPrincipal` real NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `debts_rev` ON `debts` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `debts_createdAt` ON `debts` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debts_updatedAt` ON `debts` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `debts_dueDate` ON `debts` (`userId`,`showStatus`,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `debts_dueDate_nullsLast` ON `debts` (`userId`,`showStatus`,"dueDate" IS NULL,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `debts_startDate` ON `debts` (`userId`,`showStatus`,`startDate`,`id`);--> statement-breakpoint
CREATE INDEX `debts_decimalPrincipal` ON `debts` (`userId`,`showStatus`,`decimalPrincipal`,`id`);--> statement-breakpoint
CREATE INDEX `debts_status` ON `debts` (`userId`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debts_counterpartyId` ON `debts` (`userId`,`counterpartyId`) WHERE "debts"."counterpartyId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_linkedGoalId` ON `debts` (`userId`,`linkedGoalId`) WHERE "debts"."linkedGoalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_linkedBudgetId` ON `debts` (`userId`,`linkedBudgetId`) WHERE "debts"."linkedBudgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_fallingDue` ON `debts` (`dueDate`,`userId`) WHERE status = 'active' AND showStatus = 'active' AND dueDate IS NOT NULL;--> statement-breakpoint
CREATE TABLE `fxFeeds` (
	`source` text PRIMARY KEY NOT NULL,
	`askedAt` integer NOT NULL,
	`doubts` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`rev` integer NOT NULL,
	`format` text NOT NULL,
	`accountId` text NOT NULL,
	`fileName` text,
	`createdCount` integer NOT NULL,
	`duplicateCount` integer NOT NULL,
	`invalidCount` integer NOT NULL,
	`status` text NOT NULL,
	`createdAt` integer NOT NULL,
	`undoneAt` integer,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `imports_createdAt` ON `imports` (`userId`,`createdAt`,`id`);--> statement-breakpoint
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
CREATE TABLE `focusSessions` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`taskId` text,
	`goalId` text,
	`plannedMinutes` integer NOT NULL,
	`actualMinutes` integer NOT NULL,
	`status` text NOT NULL,
	`startedAt` integer NOT NULL,
	`endedAt` integer,
	`interruptionsCount` integer NOT NULL,
	`notes` text,
	`pausedAt` integer,
	`pausedMs` integer NOT NULL,
	`dateKey` text NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `focusSessions_rev` ON `focusSessions` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `focusSessions_createdAt` ON `focusSessions` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_updatedAt` ON `focusSessions` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_startedAt` ON `focusSessions` (`userId`,`showStatus`,`startedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_dateKey` ON `focusSessions` (`userId`,`showStatus`,`dateKey`);--> statement-breakpoint
CREATE INDEX `focusSessions_status` ON `focusSessions` (`userId`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_taskId_startedAt` ON `focusSessions` (`userId`,`taskId`,`startedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_goalId` ON `focusSessions` (`userId`,`goalId`) WHERE "focusSessions"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `goalCheckIns` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`goalId` text NOT NULL,
	`value` integer NOT NULL,
	`mode` text NOT NULL,
	`note` text,
	`sourceType` text NOT NULL,
	`sourceId` text,
	`dateKey` text NOT NULL,
	`isBuried` integer NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `goalCheckIns_rev` ON `goalCheckIns` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_createdAt` ON `goalCheckIns` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_updatedAt` ON `goalCheckIns` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_dateKey` ON `goalCheckIns` (`userId`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_goalId` ON `goalCheckIns` (`userId`,`goalId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_history` ON `goalCheckIns` (`userId`,`goalId`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_sourceId` ON `goalCheckIns` (`userId`,`sourceId`) WHERE "goalCheckIns"."sourceId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `goalHabits` (
	`userId` text NOT NULL,
	`goalId` text NOT NULL,
	`habitId` text NOT NULL,
	PRIMARY KEY(`userId`, `goalId`, `habitId`)
);
--> statement-breakpoint
CREATE INDEX `goalHabits_habitId` ON `goalHabits` (`userId`,`habitId`,`goalId`);--> statement-breakpoint
CREATE TABLE `goalTasks` (
	`userId` text NOT NULL,
	`goalId` text NOT NULL,
	`taskId` text NOT NULL,
	PRIMARY KEY(`userId`, `goalId`, `taskId`)
);
--> statement-breakpoint
CREATE INDEX `goalTasks_taskId` ON `goalTasks` (`userId`,`taskId`,`goalId`);--> statement-breakpoint
CREATE TABLE `goals` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`goalType` text NOT NULL,
	`status` text NOT NULL,
	`metricType` text NOT NULL,
	`direction` text NOT NULL,
	`unit` text,
	`initialValue` integer NOT NULL,
	`targetValue` integer,
	`progressTargetValue` integer,
	`currentValue` integer NOT NULL,
	`financeMode` text,
	`currency` text,
	`linkedBudgetId` text,
	`linkedDebtId` text,
	`startDate` text,
	`targetDate` text,
	`completedDate` text,
	`progressPercent` real NOT NULL,
	`milestones` text NOT NULL,
	`completedMilestones` text NOT NULL,
	`linkedHabitIds` text NOT NULL,
	`linkedTaskIds` text NOT NULL,
	`hasReadings` integer NOT NULL,
	`historyVersion` integer NOT NULL,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `goals_rev` ON `goals` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `goals_createdAt` ON `goals` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goals_updatedAt` ON `goals` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `goals_targetDate` ON `goals` (`userId`,`showStatus`,`targetDate`,`id`);--> statement-breakpoint
CREATE INDEX `goals_targetDate_nullsLast` ON `goals` (`userId`,`showStatus`,"targetDate" IS NULL,`targetDate`,`id`);--> statement-breakpoint
CREATE INDEX `goals_progressPercent` ON `goals` (`userId`,`showStatus`,`progressPercent`,`id`);--> statement-breakpoint
CREATE INDEX `goals_title` ON `goals` (`userId`,`showStatus`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `goals_status` ON `goals` (`userId`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goals_linkedBudgetId` ON `goals` (`userId`,`linkedBudgetId`) WHERE "goals"."linkedBudgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `goals_linkedDebtId` ON `goals` (`userId`,`linkedDebtId`) WHERE "goals"."linkedDebtId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `habitCompletions` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`habitId` text NOT NULL,
	`dateKey` text NOT NULL,
	`status` text NOT NULL,
	`value` integer,
	`isCounted` integer NOT NULL,
	`sourceType` text NOT NULL,
	`sourceId` text,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `habitCompletions_rev` ON `habitCompletions` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `habitCompletions_createdAt` ON `habitCompletions` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_updatedAt` ON `habitCompletions` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_dateKey` ON `habitCompletions` (`userId`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_habitId` ON `habitCompletions` (`userId`,`habitId`,`dateKey`);--> statement-breakpoint
CREATE INDEX `habitCompletions_sourceId` ON `habitCompletions` (`userId`,`sourceId`) WHERE "habitCompletions"."sourceId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `habitGoals` (
	`userId` text NOT NULL,
	`habitId` text NOT NULL,
	`goalId` text NOT NULL,
	PRIMARY KEY(`userId`, `habitId`, `goalId`)
);
--> statement-breakpoint
CREATE INDEX `habitGoals_goalId` ON `habitGoals` (`userId`,`goalId`,`habitId`);--> statement-breakpoint
CREATE TABLE `habits` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`title` text NOT NULL,
	`description` text,
	`iconId` text,
	`habitType` text NOT NULL,
	`status` text NOT NULL,
	`goalId` text,
	`linkedGoalIds` text NOT NULL,
	`frequency` text NOT NULL,
	`daysOfWeek` text,
	`timesPerWeek` integer,
	`timeOfDay` text,
	`completionMode` text NOT NULL,
	`targetPerDay` integer,
	`unit` text,
	`countingType` text NOT NULL,
	`difficulty` integer NOT NULL,
	`priority` integer NOT NULL,
	`challengeLengthDays` integer,
	`reminderEnabled` integer NOT NULL,
	`reminderTime` text,
	`financeRule` text,
	`startedOn` text NOT NULL,
	`marks` text NOT NULL,
	`pauses` text NOT NULL,
	`historyVersion` integer NOT NULL,
	`judgedThrough` text,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `habits_rev` ON `habits` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `habits_createdAt` ON `habits` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `habits_updatedAt` ON `habits` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `habits_title` ON `habits` (`userId`,`showStatus`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `habits_priority` ON `habits` (`userId`,`showStatus`,`priority`,`id`);--> statement-breakpoint
CREATE INDEX `habits_difficulty` ON `habits` (`userId`,`showStatus`,`difficulty`,`id`);--> statement-breakpoint
CREATE INDEX `habits_status` ON `habits` (`userId`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `habits_goalId` ON `habits` (`userId`,`goalId`) WHERE "habits"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_ruled` ON `habits` (`userId`,`judgedThrough`) WHERE showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_judgedThrough` ON `habits` (`judgedThrough`,`userId`) WHERE showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_reminding` ON `habits` (`userId`) WHERE showStatus = 'active' AND status = 'active' AND reminderEnabled = 1;--> statement-breakpoint
CREATE TABLE `recurrences` (
	`userId` text NOT NULL,
	`id` text NOT NULL,
	`showStatus` text NOT NULL,
	`idempotencyKey` text,
	`rev` integer NOT NULL,
	`editRev` integer NOT NULL,
	`search` text NOT NULL,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL,
	`entity` text NOT NULL,
	`template` text NOT NULL,
	`rrule` text NOT NULL,
	`startDate` text NOT NULL,
	`timeOfDay` text,
	`leadDays` integer NOT NULL,
	`exceptions` text NOT NULL,
	`overrides` text NOT NULL,
	`status` text NOT NULL,
	`nextDate` text,
	`lastDate` text,
	`occurrencesCount` integer NOT NULL,
	`countedEnd` text,
	`doneThrough` text,
	`dueOn` text,
	PRIMARY KEY(`userId`, `id`)
);
--> statement-breakpoint
CREATE INDEX `recurrences_rev` ON `recurrences` (`userId`,`rev`);--> statement-breakpoint
CREATE INDEX `recurrences_createdAt` ON `recurrences` (`userId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_updatedAt` ON `recurrences` (`userId`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_nextDate` ON `recurrences` (`userId`,`showStatus`,`nextDate`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_nextDate_nullsLast` ON `recurrences` (`userId`,`showStatus`,"nextDate" IS NULL,`nextDate`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_due` ON `recurrences` (`dueOn`,`userId`) WHERE dueOn IS NOT NULL AND showStatus = 'active';--> statement-breakpoint
CREATE TABLE `rounds` (
	`job` text PRIMARY KEY NOT NULL,
	`userId` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rowCounts` (
	`userId` text NOT NULL,
	`entity` text NOT NULL,
	`showStatus` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`userId`, `entity`, `showStatus`)
);
--> statement-breakpoint
DROP INDEX `fxRates_latest`;--> statement-breakpoint
ALTER TABLE `fxRates` ADD `precedence` integer DEFAULT 3 NOT NULL;--> statement-breakpoint
CREATE INDEX `fxRates_createdAt` ON `fxRates` (`userId`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_updatedAt` ON `fxRates` (`userId`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_date` ON `fxRates` (`userId`,`date`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_toCurrency` ON `fxRates` (`userId`,`toCurrency`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_source` ON `fxRates` (`userId`,`source`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_latest` ON `fxRates` (`userId`,`fromCurrency`,`toCurrency`,`date`,`precedence`,`source`);--> statement-breakpoint
ALTER TABLE `transactions` ADD `externalId` text;--> statement-breakpoint
ALTER TABLE `transactions` ADD `importId` text;--> statement-breakpoint
CREATE INDEX `transactions_recurringId` ON `transactions` (`userId`,`recurringId`) WHERE "transactions"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_importId` ON `transactions` (`userId`,`importId`) WHERE "transactions"."importId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_type` ON `transactions` (`userId`,`showStatus`,`type`,`createdAt`,`id`);--> statement-breakpoint
ALTER TABLE `tasks` ADD `recurringId` text;--> statement-breakpoint
ALTER TABLE `tasks` ADD `isOverdue` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_recurringId` ON `tasks` (`userId`,`recurringId`) WHERE "tasks"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_late` ON `tasks` (`dueDate`,`userId`) WHERE isOverdue = 0 AND showStatus = 'active' AND dueDate IS NOT NULL AND status IN ('inbox', 'planned', 'in_progress');