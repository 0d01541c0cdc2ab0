import type { VoiceAccount } from "./own.ts";
import type { ParsedVoice, SpokenTask, SpokenTransaction } from "./parse.ts";

// What the app is shown of a spoken sentence: the body of a request that it may send, and what that still lacks.

export type VoiceIntent = ParsedVoice["intent"];

/** Fields that a body needs and the sentence does not say. */
export type MissingField = "amount" | "accountId" | "title";

export interface VoiceDraft {
  readonly entity: "transactions" | "tasks";
  /** A body for `POST /transactions` or `POST /tasks`, valid once it has what is missing. */
  readonly data: Readonly<Record<string, string | number>>;
}

export interface VoiceReading {
  readonly intent: VoiceIntent;
  readonly draft: VoiceDraft | null;
  readonly missing: readonly MissingField[];
  /** From 0 to 1. */
  readonly confidence: number;
}

/**
 * The currency whose accounts the draft needs; null when it needs none, and nothing has to be read. A small number that is no money
 * on its own may be some beside a category of the user's own.
 */
export function neededCurrency(parsed: ParsedVoice): string | null {
  if (parsed.intent === "create_transaction") return parsed.transaction.currency;
  return parsed.intent === "unknown" ? parsed.currency : null;
}

/** @param accounts the user's active ones in the needed currency */
export function draftOf(parsed: ParsedVoice, accounts: readonly VoiceAccount[]): VoiceReading {
  const { intent, confidence } = parsed;
  if (intent === "create_transaction") return { intent, confidence, ...transactionDraft(parsed.transaction, accounts) };
  if (intent === "create_task") return { intent, confidence, ...taskDraft(parsed.task) };
  return { intent, draft: null, missing: [], confidence };
}

function transactionDraft(
  spoken: SpokenTransaction,
  accounts: readonly VoiceAccount[],
): Pick<VoiceReading, "draft" | "missing"> {
  const { amount, subcategoryId, time, name, type, currency, date, categoryId } = spoken;
  const accountId = spoken.accountId ?? accountFor(currency, accounts);
  const missing: MissingField[] = [];
  if (amount === null) missing.push("amount");
  if (accountId === undefined) missing.push("accountId");
  const data = {
    type,
    ...(accountId !== undefined && { accountId }),
    ...(amount !== null && { amount }),
    currency,
    categoryId,
    ...(subcategoryId !== null && { subcategoryId }),
    ...(name !== null && { name }),
    date,
    ...(time !== null && { time }),
  };
  return { draft: { entity: "transactions", data }, missing };
}

/** The account in that currency that was used last; of accounts that were never used the oldest. */
function accountFor(currency: string, accounts: readonly VoiceAccount[]): string | undefined {
  const [best] = accounts
    .filter((account) => account.currency === currency)
    .toSorted((a, b) => (b.lastUse ?? -1) - (a.lastUse ?? -1) || a.createdAt - b.createdAt);
  return best?.id;
}

const taskDraft = ({ title, dueDate, timeOfDay }: SpokenTask): Pick<VoiceReading, "draft" | "missing"> => ({
  draft: {
    entity: "tasks",
    data: {
      ...(title !== "" && { title }),
      ...(dueDate !== null && { dueDate }),
      ...(timeOfDay !== null && { timeOfDay }),
    },
  },
  missing: title === "" ? ["title"] : [],
});
