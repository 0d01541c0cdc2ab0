import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { customCategoryNames, readCategoryNames } from "../../categories/reads.ts";
import { profileOf } from "../../profile.ts";
import { snapshotReads } from "../facts/snapshot.ts";
import type { Finding, InsightCategory, InsightPeriod } from "../finding.ts";
import { insightId } from "../rows.ts";
import { findingsOf } from "../rules/run.ts";
import { type Insight, insights } from "../table.ts";
import { ruleSettings } from "./settings.ts";

/** What a run is about. */
export interface Run {
  /** At most one of each scope. */
  readonly periods: readonly InsightPeriod[];
  readonly categories: readonly InsightCategory[];
  /** Nobody asked for it: a day has only so many new insights of such runs. */
  readonly isAutomatic: boolean;
}

/** A finding, the id of its row, and the row when there is one. */
export interface Found {
  readonly id: string;
  readonly finding: Finding;
  readonly row: Insight | undefined;
}

/** What the rules find in the user's rows now, the most important first. Two D1 calls; one when they find nothing. */
export async function findInsights(ctx: Context, run: Run): Promise<Found[]> {
  const [user, at] = [await ctx.principal(), await momentOf(ctx)];
  const { owner, userId } = ctx;
  const question = snapshotReads({
    owner,
    at,
    currency: profileOf(user).primaryCurrency,
    periods: run.periods,
  });
  const [names = [], ...answers] = await ctx.db.batch([customCategoryNames(owner), ...question.statements]);
  const findings = findingsOf(question.read(answers), {
    categories: run.categories,
    settings: ruleSettings(user, ctx.now),
    categoryNames: readCategoryNames(names),
  });
  const found = findings.map((finding) => ({ id: insightId(userId, finding), finding }));
  if (found.length === 0) return [];
  const sql = tableSql(insights);
  const rows = await ctx.db.all(
    statement(
      "SELECT * FROM insights WHERE owner = ? AND id IN (SELECT value FROM json_each(?))",
      owner,
      JSON.stringify(found.map(({ id }) => storedId(id))),
    ),
  );
  const known = new Map(rows.map((row) => sql.decode(row)).map((row) => [row.id, unsafeCast<Insight>(row)]));
  return found.map(({ id, finding }) => ({ id, finding, row: known.get(id) }));
}
