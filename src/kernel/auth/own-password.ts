import type { Context } from "../context.ts";
import { ALWAYS } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import { prepareAttempt } from "./attempts.ts";
import { passwordMatches } from "./password.ts";
import { requirePassword, wrongCredentials } from "./sign-in.ts";

/**
 * Checks the password that a signed-in user repeats, because a session alone is not enough for what they ask. One D1 call.
 * @param find reads one row of the user, with `passwordHash`
 * @returns that row, and the first statements of the batch that the right password allows: run them through `refuseAborted` with
 * `wrongCredentials`, because they abort it when the password was changed meanwhile
 * @throws credentials_invalid; rate_limited after too many wrong passwords, right ones included (`attempts.ts`)
 */
export async function confirmPassword(
  ctx: Context,
  find: Statement,
  password: string,
): Promise<{ row: RawRow; confirmed: readonly Statement[] }> {
  const { env, identity, userId } = ctx;
  const owner = statement("?", userId);
  const guess = await prepareAttempt(ctx, { kind: "password", name: `id ${userId}`, owner });
  const found = await identity.batch([...guess.statements, find]);
  const refusal = guess.refusal(found);
  if (refusal) throw refusal;
  const row = found.at(-1)?.[0];
  const hash = row ? String(row.passwordHash) : null;
  if (!(await passwordMatches(env, password, hash)) || !row || hash === null) throw wrongCredentials();
  return { row, confirmed: [requirePassword(userId, hash), guess.forgive(ALWAYS)] };
}
