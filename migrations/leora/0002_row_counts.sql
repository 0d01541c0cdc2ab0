-- The totals that each write keeps from now on, of the rows that are there already.
INSERT INTO `rowCounts` (`userId`, `entity`, `showStatus`, `count`)
SELECT `userId`, 'tasks', `showStatus`, count(*) FROM `tasks` WHERE `showStatus` <> 'deleted' GROUP BY `userId`, `showStatus`;
--> statement-breakpoint
INSERT INTO `rowCounts` (`userId`, `entity`, `showStatus`, `count`)
SELECT `userId`, 'accounts', `showStatus`, count(*) FROM `accounts` WHERE `showStatus` <> 'deleted' GROUP BY `userId`, `showStatus`;
--> statement-breakpoint
INSERT INTO `rowCounts` (`userId`, `entity`, `showStatus`, `count`)
SELECT `userId`, 'transactions', `showStatus`, count(*) FROM `transactions` WHERE `showStatus` <> 'deleted' GROUP BY `userId`, `showStatus`;
