import type { z } from "zod";
import { runSideWrite } from "../../../engine/side-write.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { type Day, startOfDay } from "../../../kernel/time.ts";
import { quotaAfter, quotaOf, requireUnit } from "../../ai/quota-view.ts";
import { failedWordings, mayAskVendor, usageStatements } from "../../ai/usage.ts";
import { privateTextsOf, wordingVendor } from "../../ai/vendor.ts";
import { customCategoryNames, readCategoryNames } from "../../categories/reads.ts";
import type { AppLanguage } from "../../languages.ts";
import { numberOf } from "../../planner/habits/calendar.ts";
import { profileOf, settingsFor } from "../../profile.ts";
import { registry } from "../../registry.ts";
import { speakingTo } from "../speaking.ts";
import { quoteCount } from "../texts/quotes/quotes.ts";
import { sayingOf } from "../texts/texts.ts";
import { wordAnswer } from "../wording/wording.ts";
import { answerOf } from "./answer.ts";
import type { AskBody, AskReply } from "./contract.ts";
import type { AskFindings } from "./facts.ts";
import { readQuestion } from "./question.ts";
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
 * @throws quota_exceeded; invalid_state when the named mentor does not speak to the user; fx_rate_unavailable as the summary does
 */
export async function ask(ctx: Context, { question, context }: z.output<typeof AskBody>): Promise<Reply> {
  const [user, at] = [await ctx.principal(), await momentOf(ctx)];
  const { aiLanguage } = settingsFor(user);
  const mentorId = context?.mentorId;
  if (mentorId && !speakingTo(user, ctx.now).includes(mentorId))
    throw invalidState("This mentor is not enabled", "context.mentorId");
  const [units, state] = [await ctx.quotas(), await quotaOf(ctx, "qa")];
  const read = readQuestion(question, aiLanguage, at.today);
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
    reads: [
      customCategoryNames(ctx.owner),
      failedWordings(ctx.owner, startOfDay(at.today, at.timezone)),
      ...factStatements(request),
    ],
    work: async ([names = [], failures = [], ...answers]) => {
      requireUnit(units, state, "qa", ctx.now);
      const categoryNames = readCategoryNames(names);
      const findings = parseFacts(request, answers, categoryNames);
      const worded = await wordsOf(ctx, {
        question,
        findings,
        language: read.language,
        mentorId: mentorId ?? null,
        today: at.today,
        categoryNames,
        // One unit pays for one call: of twins only the first to come asks, and all of them get one reply.
        mayAskVendor: !units.isShared && mayAskVendor(failures),
      });
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
        quota: quotaAfter(ctx, state),
      };
      return { result, ...usage };
    },
  });
}

/** What is to be said, and how. */
interface Answering {
  readonly question: string;
  readonly findings: AskFindings;
  readonly language: AppLanguage;
  /** Who colours the answer. */
  readonly mentorId: string | null;
  readonly today: Day;
  readonly categoryNames: ReadonlyMap<string, string>;
  readonly mayAskVendor: boolean;
}

async function wordsOf(ctx: Context, answering: Answering): Promise<Worded> {
  const { question, findings, language, mentorId, today, categoryNames } = answering;
  const user = await ctx.principal();
  const style = settingsFor(user).ai.talkStyle;
  const vendor = answering.mayAskVendor ? wordingVendor(ctx.env, user) : null;
  const privateTexts = privateTextsOf(user);
  const wording =
    vendor &&
    (await wordAnswer(vendor, { question, findings, language, style, mentorId, privateTexts, categoryNames }));
  if (wording?.ok) return { ...wording, source: "chatgpt", errorCode: null };
  const answer = [answerOf(findings, { language, style, today, categoryNames }), sayingOfDay(answering)]
    .join(" ")
    .trimEnd();
  const failure = wording ?? { tokensUsed: null, errorCode: null };
  return { answer, source: "local", model: null, tokensUsed: failure.tokensUsed, errorCode: failure.errorCode };
}

/** What a mentor adds: each day the next of all that this one has to say. */
function sayingOfDay({ mentorId, today, language }: Answering): string {
  const sayings = mentorId === null ? 0 : quoteCount(mentorId);
  return mentorId === null || sayings === 0 ? "" : sayingOf(mentorId, numberOf(today) % sayings, language);
}
