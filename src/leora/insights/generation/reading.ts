import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { startOfDay } from "../../../kernel/time.ts";
import { failedWordings, mayAskVendor } from "../../ai/usage.ts";
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

/** What a run starts from. */
export interface RunFindings {
  /** The most important first. */
  readonly found: readonly Found[];
  /** False when too many of the user's wordings have failed today. */
  readonly mayAskVendor: boolean;
  /** The job that the run is for is done already; never for a run without one. */
  readonly isDone: boolean;
}

/**
 * What the rules find in the user's rows now. Two D1 calls; one when they find nothing.
 * @param openJob finds a row as long as the run's job is open
 */
export async function findInsights(ctx: Context, run: Run, openJob?: Statement): Promise<RunFindings> {
  const [user, at] = [await ctx.principal(), await momentOf(ctx)];
  const { owner, userId } = ctx;
  const question = snapshotReads({
    owner,
    at,
    currency: profileOf(user).primaryCurrency,
    periods: run.periods,
  });
  const [names = [], failures = [], ...answers] = await ctx.db.batch([
    customCategoryNames(owner),
    failedWordings(owner, startOfDay(at.today, at.timezone)),
    ...question.statements,
  ]);
  const findings = findingsOf(question.read(answers), {
    categories: run.categories,
    settings: ruleSettings(user, ctx.now),
    categoryNames: readCategoryNames(names),
  });
  const found = findings.map((finding) => ({ id: insightId(userId, finding), finding }));
  if (found.length === 0) return { found: [], mayAskVendor: false, isDone: false };
  const sql = tableSql(insights);
  const [rows = [], open = []] = await ctx.db.batch([
    statement(
      "SELECT * FROM insights WHERE owner = ? AND id IN (SELECT value FROM json_each(?))",
      owner,
      JSON.stringify(found.map(({ id }) => storedId(id))),
    ),
    ...(openJob ? [openJob] : []),
  ]);
  const known = new Map(rows.map((row) => sql.decode(row)).map((row) => [row.id, unsafeCast<Insight>(row)]));
  return {
    found: found.map(({ id, finding }) => ({ id, finding, row: known.get(id) })),
    mayAskVendor: mayAskVendor(failures),
    isDone: openJob !== undefined && open.length === 0,
  };
}
