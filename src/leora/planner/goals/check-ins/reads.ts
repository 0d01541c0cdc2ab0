import { ifAny, type Sql, sql } from "../../../../engine/sql.ts";

/**
 * Query of one column: the ids of the stored check-ins that sources (tasks, completions, transactions) have made, deleted
 * ones included.
 * @param sourceIds query of one column
 */
export const checkInsOfSources = (userId: string, sourceIds: Sql): Sql =>
  ifAny(sourceIds, sql`SELECT id FROM goalCheckIns WHERE userId = ${userId} AND sourceId IN (${sourceIds})`);
