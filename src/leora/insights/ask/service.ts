import type { z } from "zod";
import { runSideWrite } from "../../../engine/side-write.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { quotaOf, requireUnit } from "../../ai/quota-view.ts";
import { usageStatements } from "../../ai/usage.ts";
import { privateTextsOf, wordingVendor } from "../../ai/vendor.ts";
import { customCategoryNames, readCategoryNames } from "../../categories/reads.ts";
import { profileOf, settingsFor } from "../../profile.ts";
import { registry } from "../../registry.ts";
import { wordAnswer } from "../wording/wording.ts";
import { answerOf } from "./answer.ts";
import type { AskBody, AskReply } from "./contract.ts";
import type { AskFindings } from "./facts.ts";
import { type Question, readQuestion } from "./question.ts";
import { DEFAULT_RANGE, dateRangeOf } from "./ranges.ts";
import { factStatements, parseFacts } from "./reads.ts";

type Reply = z.output<typeof AskReply>;

/** How an answer was found. */
interface Worded {
  readonly answer: string;
  readonly source: "local" | "chatgpt";
  readonly model: string | null;
  readonly tokensUsed: number | null;
  readonly errorCode: string | null;
}

/**
 * Answers a question from the user's rows (growth page, "Questions, answers, voice"). A vendor of AI may word the answer; when it
 * fails, our own words stand and the unit of the quota is given back. The question is not kept. Two D1 calls.
 * @throws quota_exceeded; invalid_state when the named mentor is not enabled; fx_rate_unavailable as the summary does
 */
export async function ask(ctx: Context, { question, context }: z.output<typeof AskBody>): Promise<Reply> {
  const [user, at] = [await ctx.principal(), await momentOf(ctx)];
  const { aiLanguage, mentors } = settingsFor(user);
  const mentorId = context?.mentorId;
  if (mentorId && !mentors[mentorId]) throw invalidState("This mentor is not enabled", "context.mentorId");
  const [units, state] = [await ctx.quotas(), await quotaOf(ctx, "qa")];
  const read = readQuestion(question, aiLanguage);
  const request = {
    owner: ctx.owner,
    at,
    primaryCurrency: profileOf(user).primaryCurrency,
    question: read,
    range: dateRangeOf(context?.dateRange ?? read.range ?? DEFAULT_RANGE, at.today),
  };
  const begun = performance.now();
  const id = newId(ctx.now);
  return runSideWrite(ctx, registry, {
    reads: [customCategoryNames(ctx.owner), ...factStatements(request)],
    work: async ([names = [], ...answers]) => {
      const quota = requireUnit(units, state, "qa", ctx.now);
      const findings = parseFacts(request, answers);
      const worded = await wordsOf(ctx, question, read, findings, readCategoryNames(names));
      const { answer, source, model, tokensUsed, errorCode } = worded;
      if (errorCode !== null) ctx.outcome.returnsUnit = true;
      const responseTime = Math.round(performance.now() - begun);
      const usage = usageStatements(ctx.owner, ctx.now, {
        id,
        channel: "qa",
        requestType: "ask",
        outcome: { tokensUsed, responseTime, errorCode },
        metadata: { source, ...(model !== null && { model }) },
      });
      const { intent, dateRange, facts } = findings;
      const result: Reply = {
        id,
        answer,
        source,
        intent,
        dateRange,
        facts: { ...facts },
        usage: { channel: "qa", tokensUsed, responseTime },
        quota,
      };
      return { result, ...usage };
    },
  });
}

async function wordsOf(
  ctx: Context,
  question: string,
  { language }: Question,
  findings: AskFindings,
  categoryNames: ReadonlyMap<string, string>,
): Promise<Worded> {
  const user = await ctx.principal();
  const style = settingsFor(user).ai.talkStyle;
  const answer = answerOf(findings, { language, style, categoryNames });
  const vendor = wordingVendor(ctx.env, user);
  if (!vendor) return { answer, source: "local", model: null, tokensUsed: null, errorCode: null };
  const privateTexts = privateTextsOf(user);
  const wording = await wordAnswer(vendor, { question, findings, language, style, privateTexts, categoryNames });
  if (!wording.ok) return { answer, source: "local", model: null, ...wording };
  return { ...wording, source: "chatgpt", errorCode: null };
}
