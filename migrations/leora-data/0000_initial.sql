CREATE TABLE `rounds` (
	`job` text PRIMARY KEY NOT NULL,
	`owner` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `conflicts` (
	`owner` integer NOT NULL,
	`conflictId` text NOT NULL,
	`entity` text NOT NULL,
	`id` char(22) NOT NULL,
	`operation` text NOT NULL,
	`local` text NOT NULL,
	`base` text NOT NULL,
	`localUpdatedAt` integer NOT NULL,
	`createdAt` integer NOT NULL,
	PRIMARY KEY(`owner`, `conflictId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `conflicts_row` ON `conflicts` (`owner`,`entity`,`id`);--> statement-breakpoint
CREATE INDEX `conflicts_createdAt` ON `conflicts` (`owner`,`createdAt`);--> statement-breakpoint
CREATE TABLE `syncKeys` (
	`owner` integer NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`outcome` text,
	`rev` integer NOT NULL,
	PRIMARY KEY(`owner`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `clocks` (
	`owner` integer PRIMARY KEY NOT NULL,
	`rev` integer NOT NULL,
	`bytes` integer DEFAULT 0 NOT NULL,
	`frozen` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `commits` (
	`owner` integer NOT NULL,
	`rev` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`sessionId` char(22),
	`requestId` text NOT NULL,
	PRIMARY KEY(`owner`, `rev`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `commits_at` ON `commits` (`owner`,`at`);--> statement-breakpoint
CREATE TABLE `guard` (
	`ok` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`owner` integer NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`body` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`owner`, `key`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `idempotency_at` ON `idempotency` (`at`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`owner` integer NOT NULL,
	`entity` text NOT NULL,
	`id` char(22) NOT NULL,
	`rev` integer NOT NULL,
	`changes` text NOT NULL,
	PRIMARY KEY(`owner`, `entity`, `id`, `rev`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rowCounts` (
	`owner` integer NOT NULL,
	`entity` text NOT NULL,
	`showStatus` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`owner`, `entity`, `showStatus`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `recurrences` (
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
	`entity` text NOT NULL,
	`template` text NOT NULL,
	`linkedIds` text NOT NULL,
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
	`dueOn` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recurrences_id` ON `recurrences` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_rev` ON `recurrences` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `recurrences_createdAt` ON `recurrences` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `recurrences_updatedAt` ON `recurrences` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_nextDate` ON `recurrences` (`owner`,`showStatus`,`nextDate`,`id`);--> statement-breakpoint
CREATE INDEX `recurrences_due` ON `recurrences` (`dueOn`,`owner`) WHERE dueOn IS NOT NULL AND showStatus = 'active';--> statement-breakpoint
CREATE TABLE `taskDependencies` (
	`owner` integer NOT NULL,
	`taskId` char(22) NOT NULL,
	`dependsOnTaskId` char(22) NOT NULL,
	PRIMARY KEY(`owner`, `taskId`, `dependsOnTaskId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `taskDependencies_dependsOn` ON `taskDependencies` (`owner`,`dependsOnTaskId`,`taskId`);--> statement-breakpoint
CREATE TABLE `tasks` (
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
	`title` text NOT NULL,
	`status` text NOT NULL,
	`priority` integer NOT NULL,
	`goalId` char(22),
	`habitId` char(22),
	`financeLink` text NOT NULL,
	`progressValue` real,
	`progressUnit` text,
	`dueDate` text,
	`startDate` text,
	`timeOfDay` text,
	`estimatedMinutes` integer,
	`energyLevel` integer,
	`context` text,
	`notes` text,
	`lastFocusSessionId` char(22),
	`focusTotalMinutes` integer NOT NULL,
	`checklist` text NOT NULL,
	`dependencies` text NOT NULL,
	`metDependencies` text NOT NULL,
	`recurringId` char(22),
	`isOverdue` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tasks_id` ON `tasks` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_rev` ON `tasks` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `tasks_createdAt` ON `tasks` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `tasks_updatedAt` ON `tasks` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_dueDate` ON `tasks` (`owner`,`showStatus`,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_priority` ON `tasks` (`owner`,`showStatus`,`priority`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_status` ON `tasks` (`owner`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `tasks_goalId` ON `tasks` (`owner`,`goalId`) WHERE "tasks"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_habitId` ON `tasks` (`owner`,`habitId`) WHERE "tasks"."habitId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_recurringId` ON `tasks` (`owner`,`recurringId`) WHERE "tasks"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `tasks_late` ON `tasks` (`dueDate`,`owner`) WHERE isOverdue = 0 AND showStatus = 'active' AND dueDate IS NOT NULL AND status IN ('inbox', 'planned', 'in_progress');--> statement-breakpoint
CREATE TABLE `habitGoals` (
	`owner` integer NOT NULL,
	`habitId` char(22) NOT NULL,
	`goalId` char(22) NOT NULL,
	PRIMARY KEY(`owner`, `habitId`, `goalId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `habitGoals_goalId` ON `habitGoals` (`owner`,`goalId`,`habitId`);--> statement-breakpoint
CREATE TABLE `habits` (
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
	`title` text NOT NULL,
	`description` text,
	`iconId` text,
	`habitType` text NOT NULL,
	`status` text NOT NULL,
	`goalId` char(22),
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
	`pastSchedules` text DEFAULT '[]' NOT NULL,
	`historyVersion` integer NOT NULL,
	`judgedThrough` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `habits_id` ON `habits` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `habits_rev` ON `habits` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `habits_createdAt` ON `habits` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `habits_updatedAt` ON `habits` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `habits_title` ON `habits` (`owner`,`showStatus`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `habits_priority` ON `habits` (`owner`,`showStatus`,`priority`,`id`);--> statement-breakpoint
CREATE INDEX `habits_difficulty` ON `habits` (`owner`,`showStatus`,`difficulty`,`id`);--> statement-breakpoint
CREATE INDEX `habits_status` ON `habits` (`owner`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `habits_goalId` ON `habits` (`owner`,`goalId`) WHERE "habits"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_ruled` ON `habits` (`owner`,`judgedThrough`) WHERE showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_judgedThrough` ON `habits` (`judgedThrough`,`owner`) WHERE showStatus = 'active' AND status = 'active' AND financeRule IS NOT NULL;--> statement-breakpoint
CREATE INDEX `habits_reminding` ON `habits` (`owner`) WHERE showStatus = 'active' AND status = 'active' AND reminderEnabled = 1;--> statement-breakpoint
CREATE TABLE `habitCompletions` (
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
	`habitId` char(22) NOT NULL,
	`dateKey` text NOT NULL,
	`status` text NOT NULL,
	`value` integer,
	`isCounted` integer NOT NULL,
	`sourceType` text NOT NULL,
	`sourceId` char(22)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `habitCompletions_id` ON `habitCompletions` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_rev` ON `habitCompletions` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `habitCompletions_createdAt` ON `habitCompletions` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `habitCompletions_updatedAt` ON `habitCompletions` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_dateKey` ON `habitCompletions` (`owner`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `habitCompletions_habitId` ON `habitCompletions` (`owner`,`habitId`,`dateKey`);--> statement-breakpoint
CREATE INDEX `habitCompletions_sourceId` ON `habitCompletions` (`owner`,`sourceId`) WHERE "habitCompletions"."sourceId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `goalHabits` (
	`owner` integer NOT NULL,
	`goalId` char(22) NOT NULL,
	`habitId` char(22) NOT NULL,
	PRIMARY KEY(`owner`, `goalId`, `habitId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `goalHabits_habitId` ON `goalHabits` (`owner`,`habitId`,`goalId`);--> statement-breakpoint
CREATE TABLE `goalTasks` (
	`owner` integer NOT NULL,
	`goalId` char(22) NOT NULL,
	`taskId` char(22) NOT NULL,
	PRIMARY KEY(`owner`, `goalId`, `taskId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `goalTasks_taskId` ON `goalTasks` (`owner`,`taskId`,`goalId`);--> statement-breakpoint
CREATE TABLE `goals` (
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
	`linkedBudgetId` char(22),
	`linkedDebtId` char(22),
	`startDate` text,
	`targetDate` text,
	`completedDate` text,
	`progressPercent` real NOT NULL,
	`milestones` text NOT NULL,
	`completedMilestones` text NOT NULL,
	`linkedHabitIds` text NOT NULL,
	`linkedTaskIds` text NOT NULL,
	`hasReadings` integer NOT NULL,
	`historyVersion` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `goals_id` ON `goals` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `goals_rev` ON `goals` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `goals_createdAt` ON `goals` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `goals_updatedAt` ON `goals` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `goals_targetDate` ON `goals` (`owner`,`showStatus`,`targetDate`,`id`);--> statement-breakpoint
CREATE INDEX `goals_progressPercent` ON `goals` (`owner`,`showStatus`,`progressPercent`,`id`);--> statement-breakpoint
CREATE INDEX `goals_title` ON `goals` (`owner`,`showStatus`,`title`,`id`);--> statement-breakpoint
CREATE INDEX `goals_status` ON `goals` (`owner`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goals_linkedBudgetId` ON `goals` (`owner`,`linkedBudgetId`) WHERE "goals"."linkedBudgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `goals_linkedDebtId` ON `goals` (`owner`,`linkedDebtId`) WHERE "goals"."linkedDebtId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `goalCheckIns` (
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
	`goalId` char(22) NOT NULL,
	`value` integer NOT NULL,
	`mode` text NOT NULL,
	`note` text,
	`sourceType` text NOT NULL,
	`sourceId` char(22),
	`dateKey` text NOT NULL,
	`isBuried` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `goalCheckIns_id` ON `goalCheckIns` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_rev` ON `goalCheckIns` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_createdAt` ON `goalCheckIns` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_updatedAt` ON `goalCheckIns` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_dateKey` ON `goalCheckIns` (`owner`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_goalId` ON `goalCheckIns` (`owner`,`goalId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_history` ON `goalCheckIns` (`owner`,`goalId`,`showStatus`,`dateKey`,`id`);--> statement-breakpoint
CREATE INDEX `goalCheckIns_sourceId` ON `goalCheckIns` (`owner`,`sourceId`) WHERE "goalCheckIns"."sourceId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `focusSessions` (
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
	`taskId` char(22),
	`goalId` char(22),
	`plannedMinutes` integer NOT NULL,
	`actualMinutes` integer NOT NULL,
	`status` text NOT NULL,
	`startedAt` integer NOT NULL,
	`endedAt` integer,
	`interruptionsCount` integer NOT NULL,
	`notes` text,
	`pausedAt` integer,
	`pausedMs` integer NOT NULL,
	`dateKey` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `focusSessions_id` ON `focusSessions` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_rev` ON `focusSessions` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `focusSessions_createdAt` ON `focusSessions` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `focusSessions_updatedAt` ON `focusSessions` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_startedAt` ON `focusSessions` (`owner`,`showStatus`,`startedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_dateKey` ON `focusSessions` (`owner`,`showStatus`,`dateKey`);--> statement-breakpoint
CREATE INDEX `focusSessions_status` ON `focusSessions` (`owner`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_taskId_startedAt` ON `focusSessions` (`owner`,`taskId`,`startedAt`,`id`);--> statement-breakpoint
CREATE INDEX `focusSessions_goalId` ON `focusSessions` (`owner`,`goalId`) WHERE "focusSessions"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `notifications` (
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
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`entity` text NOT NULL,
	`entityId` char(22) NOT NULL,
	`data` text NOT NULL,
	`readAt` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_id` ON `notifications` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_rev` ON `notifications` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `notifications_createdAt` ON `notifications` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `notifications_updatedAt` ON `notifications` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_entityId` ON `notifications` (`owner`,`entityId`) WHERE "notifications"."entityId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `transactions` (
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
	`type` text NOT NULL,
	`accountId` char(22),
	`fromAccountId` char(22),
	`toAccountId` char(22),
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`baseCurrency` text NOT NULL,
	`rateUsedToBase` text NOT NULL,
	`convertedAmountToBase` integer NOT NULL,
	`isRateEstimated` integer DEFAULT false NOT NULL,
	`toAmount` integer,
	`toCurrency` text,
	`effectiveRateFromTo` text,
	`feeAmount` integer,
	`feeCategoryId` text,
	`categoryId` text,
	`subcategoryId` text,
	`name` text,
	`description` text,
	`date` text NOT NULL,
	`time` text,
	`goalId` char(22),
	`budgetId` char(22),
	`debtId` char(22),
	`habitId` char(22),
	`counterpartyId` char(22),
	`goalName` text,
	`goalType` text,
	`relatedBudgetId` char(22),
	`relatedDebtId` char(22),
	`plannedAmount` integer,
	`paidAmount` integer,
	`originalCurrency` text,
	`originalAmount` integer,
	`conversionRate` text,
	`isBalanceAdjustment` integer NOT NULL,
	`recurringId` text,
	`externalId` text,
	`importId` char(22),
	`attachments` text NOT NULL,
	`tags` text NOT NULL,
	`splits` text NOT NULL,
	`deletedAt` integer,
	`accountCurrency` text NOT NULL,
	`accountAmount` integer NOT NULL,
	`toAccountAmount` integer,
	`isRateFixed` integer NOT NULL,
	`feeAmountToBase` integer,
	`splitsToBase` text NOT NULL,
	`decimalAmount` real NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `transactions_id` ON `transactions` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_rev` ON `transactions` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `transactions_createdAt` ON `transactions` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `transactions_updatedAt` ON `transactions` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_date` ON `transactions` (`owner`,`showStatus`,`date`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_decimalAmount` ON `transactions` (`owner`,`showStatus`,`decimalAmount`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_accountId` ON `transactions` (`owner`,`accountId`) WHERE "transactions"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_fromAccountId` ON `transactions` (`owner`,`fromAccountId`) WHERE "transactions"."fromAccountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_toAccountId` ON `transactions` (`owner`,`toAccountId`) WHERE "transactions"."toAccountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_goalId` ON `transactions` (`owner`,`goalId`) WHERE "transactions"."goalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_budgetId` ON `transactions` (`owner`,`budgetId`) WHERE "transactions"."budgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_debtId` ON `transactions` (`owner`,`debtId`) WHERE "transactions"."debtId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_counterpartyId` ON `transactions` (`owner`,`counterpartyId`) WHERE "transactions"."counterpartyId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_recurringId` ON `transactions` (`owner`,`recurringId`) WHERE "transactions"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_importId` ON `transactions` (`owner`,`importId`) WHERE "transactions"."importId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `transactions_type` ON `transactions` (`owner`,`showStatus`,`type`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `transactions_baseCurrency` ON `transactions` (`owner`,`baseCurrency`);--> statement-breakpoint
CREATE TABLE `imports` (
	`owner` integer NOT NULL,
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
	PRIMARY KEY(`owner`, `id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `imports_createdAt` ON `imports` (`owner`,`createdAt`,`id`);--> statement-breakpoint
CREATE TABLE `fxFeeds` (
	`source` text PRIMARY KEY NOT NULL,
	`askedAt` integer NOT NULL,
	`doubts` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `fxRates` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` integer NOT NULL,
	`date` text NOT NULL,
	`fromCurrency` text NOT NULL,
	`toCurrency` text NOT NULL,
	`rate` text NOT NULL,
	`rateMid` text,
	`rateBid` text,
	`rateAsk` text,
	`nominal` integer DEFAULT 1 NOT NULL,
	`spreadPercent` text DEFAULT '0.5' NOT NULL,
	`source` text NOT NULL,
	`isOverridden` integer DEFAULT false NOT NULL,
	`precedence` integer DEFAULT 3 NOT NULL,
	`effectiveFrom` integer,
	`effectiveUntil` integer,
	`createdAt` integer NOT NULL,
	`updatedAt` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fxRates_published` ON `fxRates` (`owner`,`fromCurrency`,`toCurrency`,`date`,`source`);--> statement-breakpoint
CREATE INDEX `fxRates_latest` ON `fxRates` (`owner`,`fromCurrency`,`toCurrency`,`date`,`precedence`,`source`);--> statement-breakpoint
CREATE INDEX `fxRates_createdAt` ON `fxRates` (`owner`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_updatedAt` ON `fxRates` (`owner`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_date` ON `fxRates` (`owner`,`date`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_toCurrency` ON `fxRates` (`owner`,`toCurrency`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `fxRates_source` ON `fxRates` (`owner`,`source`,`createdAt`,`id`);--> statement-breakpoint
CREATE TABLE `debts` (
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
	`direction` text NOT NULL,
	`counterpartyId` char(22),
	`counterpartyName` text NOT NULL,
	`description` text,
	`principalAmount` integer NOT NULL,
	`principalCurrency` text NOT NULL,
	`principalOriginalAmount` integer,
	`principalOriginalCurrency` text,
	`baseCurrency` text NOT NULL,
	`rateOnStart` text NOT NULL,
	`principalBaseValue` integer NOT NULL,
	`isRateEstimated` integer DEFAULT false NOT NULL,
	`repaymentCurrency` text,
	`repaymentAmount` integer,
	`repaymentRateOnStart` text,
	`isFixedRepaymentAmount` integer NOT NULL,
	`startDate` text NOT NULL,
	`dueDate` text,
	`interestMode` text,
	`interestRateAnnual` text,
	`scheduleHint` text,
	`linkedGoalId` char(22),
	`linkedBudgetId` char(22),
	`fundingAccountId` char(22),
	`fundingTransactionId` char(22),
	`lentFromAccountId` char(22),
	`returnToAccountId` char(22),
	`receivedToAccountId` char(22),
	`payFromAccountId` char(22),
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
	`decimalPrincipal` real NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `debts_id` ON `debts` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `debts_rev` ON `debts` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `debts_createdAt` ON `debts` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `debts_updatedAt` ON `debts` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `debts_dueDate` ON `debts` (`owner`,`showStatus`,`dueDate`,`id`);--> statement-breakpoint
CREATE INDEX `debts_startDate` ON `debts` (`owner`,`showStatus`,`startDate`,`id`);--> statement-breakpoint
CREATE INDEX `debts_decimalPrincipal` ON `debts` (`owner`,`showStatus`,`decimalPrincipal`,`id`);--> statement-breakpoint
CREATE INDEX `debts_status` ON `debts` (`owner`,`showStatus`,`status`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debts_counterpartyId` ON `debts` (`owner`,`counterpartyId`) WHERE "debts"."counterpartyId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_linkedGoalId` ON `debts` (`owner`,`linkedGoalId`) WHERE "debts"."linkedGoalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_linkedBudgetId` ON `debts` (`owner`,`linkedBudgetId`) WHERE "debts"."linkedBudgetId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debts_fallingDue` ON `debts` (`dueDate`,`owner`) WHERE status = 'active' AND showStatus = 'active' AND dueDate IS NOT NULL;--> statement-breakpoint
CREATE TABLE `debtPayments` (
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
	`debtId` char(22) NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`baseCurrency` text NOT NULL,
	`rateUsedToBase` text NOT NULL,
	`convertedAmountToBase` integer NOT NULL,
	`isRateEstimated` integer DEFAULT false NOT NULL,
	`rateUsedToDebt` text NOT NULL,
	`convertedAmountToDebt` integer NOT NULL,
	`paymentDate` text NOT NULL,
	`accountId` char(22),
	`note` text,
	`allowOverpay` integer NOT NULL,
	`relatedTransactionId` char(22),
	`recurringId` char(22),
	`isRateToBaseFixed` integer NOT NULL,
	`isRateToDebtFixed` integer NOT NULL,
	`debtCurrency` text NOT NULL,
	`repaymentCurrency` text NOT NULL,
	`convertedAmountToRepayment` integer NOT NULL,
	`debtRateToBase` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `debtPayments_id` ON `debtPayments` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_rev` ON `debtPayments` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `debtPayments_createdAt` ON `debtPayments` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `debtPayments_updatedAt` ON `debtPayments` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_paymentDate` ON `debtPayments` (`owner`,`showStatus`,`paymentDate`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_debtId` ON `debtPayments` (`owner`,`debtId`,`showStatus`,`createdAt`,`id`);--> statement-breakpoint
CREATE INDEX `debtPayments_accountId` ON `debtPayments` (`owner`,`accountId`) WHERE "debtPayments"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `debtPayments_recurringId` ON `debtPayments` (`owner`,`recurringId`) WHERE "debtPayments"."recurringId" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `counterparties` (
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
	`displayName` text NOT NULL,
	`phoneNumber` text,
	`comment` text,
	`searchKeywords` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `counterparties_id` ON `counterparties` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `counterparties_rev` ON `counterparties` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `counterparties_createdAt` ON `counterparties` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `counterparties_updatedAt` ON `counterparties` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `counterparties_displayName` ON `counterparties` (`owner`,`showStatus`,`displayName`,`id`);--> statement-breakpoint
CREATE TABLE `budgetEntries` (
	`owner` integer NOT NULL,
	`transactionId` char(22) NOT NULL,
	`budgetId` char(22) NOT NULL,
	`id` char(22) NOT NULL,
	`appliedAmount` integer NOT NULL,
	`rate` text NOT NULL,
	`currency` text NOT NULL,
	`feeRate` text,
	`feeCurrency` text,
	`isRateEstimated` integer DEFAULT false NOT NULL,
	`date` text NOT NULL,
	`snapshottedAt` integer NOT NULL,
	PRIMARY KEY(`owner`, `transactionId`, `budgetId`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `budgetEntries_budget` ON `budgetEntries` (`owner`,`budgetId`,`date`,`transactionId`);--> statement-breakpoint
CREATE TABLE `budgets` (
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
	`name` text NOT NULL,
	`budgetType` text NOT NULL,
	`categoryIds` text NOT NULL,
	`linkedGoalId` char(22),
	`accountId` char(22),
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
	CONSTRAINT "budgets_spentAmount_range" CHECK(spentAmount BETWEEN -9007199254740991 AND 9007199254740991),
	CONSTRAINT "budgets_carriedAmount_range" CHECK(carriedAmount BETWEEN -9007199254740991 AND 9007199254740991),
	CONSTRAINT "budgets_contributionTotal_range" CHECK(contributionTotal BETWEEN -9007199254740991 AND 9007199254740991)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `budgets_id` ON `budgets` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_rev` ON `budgets` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `budgets_createdAt` ON `budgets` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `budgets_updatedAt` ON `budgets` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_name` ON `budgets` (`owner`,`showStatus`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_limitAmount` ON `budgets` (`owner`,`showStatus`,`limitAmount`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_spentAmount` ON `budgets` (`owner`,`showStatus`,`spentAmount`,`id`);--> statement-breakpoint
CREATE INDEX `budgets_linkedGoalId` ON `budgets` (`owner`,`linkedGoalId`) WHERE "budgets"."linkedGoalId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `budgets_accountId` ON `budgets` (`owner`,`accountId`) WHERE "budgets"."accountId" IS NOT NULL;--> statement-breakpoint
CREATE INDEX `budgets_rollsAfter` ON `budgets` (`rollsAfter`,`owner`) WHERE "budgets"."showStatus" = 'active' AND "budgets"."rollsAfter" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `accounts` (
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
	`name` text NOT NULL,
	`accountType` text NOT NULL,
	`currency` text NOT NULL,
	`initialBalance` integer NOT NULL,
	`currentBalance` integer NOT NULL,
	`linkedGoalId` char(22),
	`customTypeId` text,
	`icon` text,
	`color` text,
	CONSTRAINT "accounts_currentBalance_range" CHECK(currentBalance BETWEEN -9007199254740991 AND 9007199254740991)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_id` ON `accounts` (`owner`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_rev` ON `accounts` (`owner`,`rev`);--> statement-breakpoint
CREATE INDEX `accounts_createdAt` ON `accounts` (`owner`,`showStatus`,`createdAt`,`id`,`searchBits1`,`searchBits2`,`searchBits3`);--> statement-breakpoint
CREATE INDEX `accounts_updatedAt` ON `accounts` (`owner`,`showStatus`,`updatedAt`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_name` ON `accounts` (`owner`,`showStatus`,`name`,`id`);--> statement-breakpoint
CREATE INDEX `accounts_linkedGoalId` ON `accounts` (`owner`,`linkedGoalId`) WHERE "accounts"."linkedGoalId" IS NOT NULL;