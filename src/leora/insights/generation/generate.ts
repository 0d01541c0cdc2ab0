import type { Context } from "../../../kernel/context.ts";
import type { Statement } from "../../../kernel/db/database.ts";
import { isDecided } from "../rows.ts";
import { newOnes } from "./new-ones.ts";
import { findInsights, type Run } from "./reading.ts";
import { newLimits } from "./settings.ts";
import { OWN_WORDS, type Words, wordsFor } from "./words.ts";
import { isRenewed, type JobState, type Written, writeInsights } from "./write.ts";

/** What a run came to. */
export interface Generated extends Written {
  readonly words: Pick<Words, "tokensUsed" | "model" | "errorCode">;
}

/** The job that a run is for. */
export interface RunJob {
  /** Finds a row as long as nobody has finished it. */
  readonly open: Statement;
  /** Ties the write to it, with what the words took. */
  stateOf(words: Words): JobState;
}

/**
 * Runs the rules over the user's rows and stores what they find. Four D1 calls at most: the facts, the insights that they are about, and
 * the two of the write. A vendor of AI may word in between what is new or has changed; when it fails, our own words stand. A job that
 * is done already is left alone.
 */
export async function generateInsights(ctx: Context, run: Run, job?: RunJob): Promise<Generated> {
  const { found, mayAskVendor, isDone } = await findInsights(ctx, run, job?.open);
  if (isDone) return { created: [], updated: [], words: OWN_WORDS };
  const limits = newLimits(await ctx.principal());
  const open = found.filter(({ row }) => !row || !isDecided(row.status));
  const withoutRow = open.filter(({ row }) => !row);
  const fresh = newOnes(withoutRow, run, limits);
  const changed = open.filter((each) => (each.row ? isRenewed(each.row, each.finding) : fresh.has(each)));
  // The vendor words only what will be stored, and no more than a run may make; the rest gets our own words.
  const words = await wordsFor(ctx, open, mayAskVendor ? changed.slice(0, limits.perRun) : []);
  const jobState = job?.stateOf(words);
  const written = await writeInsights(ctx, run, { found: open, words, ...(jobState && { jobState }) });
  return { ...written, words };
}
