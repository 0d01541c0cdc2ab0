import type { z } from "zod";
import { runSideWrite } from "../../../engine/side-write.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { newId } from "../../../kernel/id.ts";
import { viewOf } from "../../categories/custom.ts";
import { customCategories } from "../../categories/reads.ts";
import { profileOf } from "../../profile.ts";
import { registry } from "../../registry.ts";
import { quotaAfter, quotaOf, requireUnit } from "../quota-view.ts";
import { usageStatements } from "../usage.ts";
import type { VoiceBody, VoiceReply } from "./contract.ts";
import { draftOf, neededCurrency } from "./draft.ts";
import type { Own } from "./own.ts";
import { parseVoice } from "./parse.ts";
import { readVoiceAccounts, voiceAccounts } from "./reads.ts";

type Reply = z.output<typeof VoiceReply>;

/**
 * Reads a spoken sentence as a draft of a transaction or task, which the app shows before it creates anything. What nothing is
 * understood of costs no unit of the quota. Two D1 calls.
 * @throws quota_exceeded
 */
export async function readVoice(ctx: Context, { transcript }: z.output<typeof VoiceBody>): Promise<Reply> {
  const [user, at] = [await ctx.principal(), await momentOf(ctx)];
  const [units, state] = [await ctx.quotas(), await quotaOf(ctx, "voice")];
  const begun = performance.now();
  const read = (own?: Own) => parseVoice(transcript, at, profileOf(user).primaryCurrency, own);
  const currency = neededCurrency(read());
  return runSideWrite(ctx, registry, {
    reads: currency === null ? [] : [voiceAccounts(ctx.owner, currency), customCategories(ctx.owner)],
    work: async ([accountRows = [], categoryRows = []]) => {
      const own: Own = { accounts: readVoiceAccounts(accountRows), categories: categoryRows.map(viewOf) };
      requireUnit(units, state, "voice", ctx.now);
      const { intent, draft, missing, confidence } = draftOf(read(own), own.accounts);
      if (intent === "unknown") ctx.outcome.returnsUnit = true;
      const responseTime = Math.round(performance.now() - begun);
      const usage = usageStatements(ctx.owner, ctx.now, {
        id: newId(ctx.now),
        channel: "voice",
        requestType: "voice",
        outcome: { tokensUsed: null, responseTime, errorCode: null },
        metadata: { source: "local" },
      });
      const result: Reply = {
        intent,
        draft: draft && { entity: draft.entity, data: { ...draft.data } },
        missing: [...missing],
        confidence,
        source: "local",
        usage: { channel: "voice", tokensUsed: null, responseTime },
        quota: quotaAfter(ctx, state),
      };
      return { result, ...usage };
    },
  });
}
