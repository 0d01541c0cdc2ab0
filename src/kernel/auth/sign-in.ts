import type { PublicContext } from "../context.ts";
import { ALWAYS, type Condition } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import { abortIf, refuseAborted } from "../db/guard.ts";
import { AppError } from "../errors.ts";
import { prepareAttempt } from "./attempts.ts";
import { hashPassword, matchPassword } from "./password.ts";
import { closePushedOut } from "./sessions.ts";

/** What signing in needs of a product's user row. */
export interface Account {
  /** The primary key of the product's `users`. */
  id: string | number;
  /** null: the user has not set a password yet, and cannot sign in with one. */
  passwordHash: string | null;
}

/** How a product finds who wants to sign in. */
export interface Claim<User extends Account> {
  /** What was entered, in canonical form: wrong passwords are counted by it. */
  name: string;
  /** SQL for the id of the user with that name, as text; NULL when there is none. */
  owner: Condition;
  /** Reads the row of that user. */
  find: Statement;
  /** The row as a user. */
  read(row: RawRow): User;
}

/**
 * Signs a user in by a password: runs the statements that `open` returns, such as a session's `insert` and `pushOut`.
 * Two D1 calls; one when it refuses.
 * @returns the user, and whatever else `open` returned
 * @throws credentials_invalid for an unknown user, a wrong password and a missing one alike, after the same
 * time; also when the password was changed meanwhile
 * @throws rate_limited after too many wrong passwords, right ones included (`attempts.ts`)
 */
export async function signIn<User extends Account, Opened extends { statements: readonly Statement[] }>(
  ctx: PublicContext,
  { name, owner, find, read }: Claim<User>,
  password: string,
  open: (user: User) => Promise<Opened>,
): Promise<{ user: User; opened: Opened }> {
  const { identity, env } = ctx;
  const guess = await prepareAttempt(ctx, { kind: "password", name, owner });
  const found = await identity.batch([...guess.statements, find]);
  const refusal = guess.refusal(found);
  if (refusal) throw refusal;
  const [row] = found.at(-1) ?? [];
  const user = row && read(row);
  const hash = user?.passwordHash ?? null;
  const match = await matchPassword(env, password, hash);
  if (match === null || !user || hash === null) throw wrongCredentials();
  const opened = await open(user);
  const answers = await refuseAborted(
    identity.batch([
      requirePassword(user.id, hash),
      guess.forgive(ALWAYS),
      ...(match === "typed" ? [replaceHash(user.id, await hashPassword(env, password))] : []),
      ...opened.statements,
    ]),
    wrongCredentials,
  );
  await closePushedOut(ctx, answers);
  return { user, opened };
}

/** The error for a wrong password, of anybody. */
export const wrongCredentials = () => new AppError("credentials_invalid");

/**
 * Aborts its batch when the password is no longer the one that was checked. A change of the password ends all sessions,
 * and a session that was opened by the old one must not survive it.
 */
export const requirePassword = (userId: string | number, passwordHash: string): Statement =>
  abortIf({
    sql: "NOT EXISTS (SELECT 1 FROM users WHERE id = ? AND passwordHash = ?)",
    params: [userId, passwordHash],
  });

/** The hash of the composed form in place of an older one. */
const replaceHash = (userId: string | number, passwordHash: string): Statement =>
  statement("UPDATE users SET passwordHash = ? WHERE id = ?", passwordHash, userId);
