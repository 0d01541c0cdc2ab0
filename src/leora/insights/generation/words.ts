import type { Context } from "../../../kernel/context.ts";
import { privateTextsOf, wordingVendor } from "../../ai/vendor.ts";
import { settingsFor } from "../../profile.ts";
import type { InsightTexts } from "../texts/texts.ts";
import { textsOf } from "../texts/texts.ts";
import type { WordingError } from "../wording/client.ts";
import { wordInsights } from "../wording/wording.ts";
import type { Found } from "./reading.ts";
import { voiceOf } from "./settings.ts";

type Worded = InsightTexts & { readonly source: "local" | "chatgpt" };

/** The words of a run's insights, and what getting them took. */
export interface Words {
  /** By the ids of the rows. */
  readonly byId: ReadonlyMap<string, Worded>;
  readonly tokensUsed: number | null;
  readonly model: string | null;
  /** Why a vendor that was asked gave no words. */
  readonly errorCode: WordingError | null;
}

/** What it takes not to ask a vendor. */
export const OWN_WORDS = { tokensUsed: null, model: null, errorCode: null } as const;

/**
 * The words of insights: of those that are asked for by the vendor of AI when there is one, in one call for all of them, else, and for
 * whatever it leaves out, by our own texts. Never fails.
 */
export async function wordsFor(ctx: Context, found: readonly Found[], asked: readonly Found[]): Promise<Words> {
  const user = await ctx.principal();
  const voice = voiceOf(user);
  const local = new Map<string, Worded>(
    found.map(({ id, finding }) => [id, { ...textsOf(finding, voice), source: "local" }]),
  );
  // A quotation stands as it was said.
  const toWord = asked.filter(({ finding }) => finding.rule !== "wisdom_quote");
  const vendor = toWord.length === 0 ? null : wordingVendor(ctx.env, user);
  if (!vendor) return { byId: local, ...OWN_WORDS };
  const wording = await wordInsights(vendor, {
    language: voice.language,
    style: settingsFor(user).ai.talkStyle,
    privateTexts: privateTextsOf(user),
    insights: toWord.map(({ id, finding: { rule, facts, names } }) => ({ key: id, rule, facts, names })),
  });
  if (!wording.ok) return { byId: local, model: null, ...wording };
  const { tokensUsed, model, texts } = wording;
  const byId = new Map<string, Worded>(local);
  for (const [id, text] of texts) byId.set(id, { ...text, source: "chatgpt" });
  return { byId, tokensUsed, model, errorCode: null };
}
