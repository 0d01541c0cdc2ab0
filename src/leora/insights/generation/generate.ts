import type { Context } from "../../../kernel/context.ts";
import { isDecided } from "../rows.ts";
import { findInsights, type Run } from "./reading.ts";
import { newLimits } from "./settings.ts";
import { type Words, wordsFor } from "./words.ts";
import { type JobState, type Written, writeInsights } from "./write.ts";

/** What a run came to. */
export interface Generated extends Written {
  readonly words: Pick<Words, "tokensUsed" | "model" | "errorCode">;
}

/**
 * Runs the rules over the user's rows and stores what they find. Four D1 calls at most: the facts, the insights that they are about, and
 * the two of the write. A vendor of AI may word them in between; when it fails, our own words stand.
 * @param jobStateOf ties the write to a job, with what the words took
 */
export async function generateInsights(
  ctx: Context,
  run: Run,
  jobStateOf?: (words: Words) => JobState,
): Promise<Generated> {
  const found = await findInsights(ctx, run);
  const { perRun } = newLimits(await ctx.principal());
  const open = found.filter(({ row }) => !row || !isDecided(row.status));
  // The vendor words no more than what a run may make; the rest keeps our own words.
  const [asked, others] = [open.slice(0, perRun), open.slice(perRun)];
  const words = await wordsFor(ctx, asked, others);
  const jobState = jobStateOf?.(words);
  const written = await writeInsights(ctx, run, { found: open, words, ...(jobState && { jobState }) });
  return { ...written, words };
}
