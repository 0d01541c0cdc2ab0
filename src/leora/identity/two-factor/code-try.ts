import { prepareAttempt } from "../../../kernel/auth/attempts.ts";
import type { PublicContext } from "../../../kernel/context.ts";
import { randomToken } from "../../../kernel/crypto.ts";
import { ALWAYS, CHANGED, type Condition } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { decryptText, type SealedFor } from "../../../kernel/encryption.ts";
import type { AppError } from "../../../kernel/errors.ts";
import { variables } from "../../variables.ts";
import { recoveryCodeHash } from "./recovery.ts";
import { enteredCode, TOTP } from "./rules.ts";
import { stepOfCode } from "./totp.ts";

// A code that somebody entered, as statements of the batch that it allows something in. Which step's code it is was computed before, from
// a secret that only the server can decrypt; that the step, or the recovery code, is unused is decided inside the batch, so that of two
// requests with one code one succeeds. Every try is counted in the lanes of `kernel/auth/attempts.ts` before it is known to be right:
// whoever knows the password may begin as many challenges as they like, and still guesses no more codes in a day.

/** An enabled authenticator app: a row of `twoFactors`. */
export interface EnabledFactor {
  userId: string;
  /** Encrypted. */
  secret: string;
  enabledAt: number;
}

/** What the try needs beside the attempt, such as a live challenge. */
interface Gate {
  /** The try does not count unless this holds. */
  isOpen: Condition;
  /** Runs when the try was counted. */
  count: Statement;
}

export interface CodeTry {
  /** One after another, at the beginning of the batch but for guards. */
  statements: readonly Statement[];
  /** Statements that a right code allows follow on this condition. */
  succeeded: Condition;
  /** From the answers to `statements`. */
  outcome(answers: readonly RawRow[][]): {
    /** The error rate_limited when there were too many wrong codes before. */
    refusal: AppError | undefined;
    /** Whether the code counted as a try. */
    isCounted: boolean;
    isRight: boolean;
  };
}

/** Steps before the newest used one that `usedSteps` keeps: clocks of two isolates may differ by some. */
const STEPS_KEPT = 10;

/** What the secret of a user's app is encrypted for. */
export const sealedFor = (userId: string): SealedFor => ({ userId, purpose: "two-factor", field: "secret" });

/** An attempt to guess a code of a user. */
export const attemptOf = (ctx: PublicContext, userId: string, when: Condition = ALWAYS) =>
  prepareAttempt(ctx, { kind: "secondFactor", name: userId, owner: statement("?", userId), when });

/** Holds when the try with this id was right. */
export const triedBy = (userId: string, tryId: string): Condition =>
  statement("EXISTS (SELECT 1 FROM twoFactors WHERE userId = ? AND lastTry = ?)", userId, tryId);

/** Prepares the try of a code of the app, or of a recovery code. A right one is used up. */
export async function tryCode(ctx: PublicContext, factor: EnabledFactor, text: string, gate?: Gate): Promise<CodeTry> {
  const { userId } = factor;
  // Names this very try, so that `succeeded` does not hold for a code that another request has used up.
  const tryId = randomToken(16);
  const succeeded = triedBy(userId, tryId);
  const attempt = await attemptOf(ctx, userId, gate?.isOpen);
  const use = await useOf(ctx, factor, text, tryId, succeeded);
  const counting = [...attempt.statements, ...(gate ? [gate.count] : [])];
  return {
    statements: [...counting, ...use, ...(use.length > 0 ? [attempt.forgive(succeeded)] : [])],
    succeeded,
    outcome: (answers) => ({
      refusal: attempt.refusal(answers),
      isCounted: (answers[1]?.length ?? 0) > 0,
      isRight: use.length > 0 && answers[counting.length]?.length === 1,
    }),
  };
}

/** The statements that use the code up, of which the first returns a row when it was good; none when it is not the user's. */
async function useOf(
  { env, now }: PublicContext,
  { userId, secret, enabledAt }: EnabledFactor,
  text: string,
  tryId: string,
  succeeded: Condition,
): Promise<Statement[]> {
  const entered = enteredCode(text);
  const enabled = `userId = ? AND enabledAt = ? AND ${CHANGED.sql}`;
  if (entered.kind === "neither") return [];
  if (entered.kind === "recovery") {
    const own = statement(
      "userId = ? AND codeHash = ?",
      userId,
      await recoveryCodeHash(env, userId, entered.canonical),
    );
    return [
      statement(
        `UPDATE twoFactors SET lastTry = ?
          WHERE ${enabled} AND EXISTS (SELECT 1 FROM recoveryCodes WHERE ${own.sql}) RETURNING userId`,
        tryId,
        userId,
        enabledAt,
        ...own.params,
      ),
      statement(`DELETE FROM recoveryCodes WHERE ${own.sql} AND ${succeeded.sql}`, ...own.params, ...succeeded.params),
    ];
  }
  const keys = variables.valuesOf(env).TOKEN_ENCRYPTION_KEYS;
  const step = await stepOfCode(await decryptText(keys, secret, sealedFor(userId)), entered.canonical, now);
  if (step === null) return [];
  return [
    statement(
      `UPDATE twoFactors SET
          lastTry = ?,
          usedSteps = (
            SELECT json_group_array(step) FROM (
              SELECT ? AS step UNION ALL SELECT value FROM json_each(usedSteps) WHERE value > ?))
        WHERE ${enabled} AND ? NOT IN (SELECT value FROM json_each(usedSteps)) RETURNING userId`,
      tryId,
      step,
      step - TOTP.window - STEPS_KEPT,
      userId,
      enabledAt,
      step,
    ),
  ];
}
