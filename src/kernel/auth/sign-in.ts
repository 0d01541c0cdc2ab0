import type { PublicContext } from "../context.ts";
import type { Statement } from "../db/database.ts";
import { abortIf, refuseAborted } from "../db/guard.ts";
import { AppError } from "../errors.ts";
import { passwordMatches } from "./password.ts";

/** What signing in needs of a product's user row. */
export interface Account {
  /** The primary key of the product's `users`. */
  id: string | number;
  /** null: the user has not set a password yet, and cannot sign in with one. */
  passwordHash: string | null;
}

/**
 * Signs a user in by a password: runs the statements that `open` returns, such as a session's `insert`. One D1 call.
 * @param user the user that the product found by what was entered; undefined when it found none
 * @returns the user, and whatever else `open` returned
 * @throws credentials_invalid for an unknown user, a wrong password and a missing one alike, after the same
 * time; also when the password was changed meanwhile
 */
export async function signIn<User extends Account, Opened extends { statements: readonly Statement[] }>(
  { identity, env }: PublicContext,
  user: User | undefined,
  password: string,
  open: (user: User) => Promise<Opened>,
): Promise<{ user: User; opened: Opened }> {
  const hash = user?.passwordHash ?? null;
  const isRight = await passwordMatches(env, password, hash);
  if (!isRight || !user || hash === null) throw wrongCredentials();
  const opened = await open(user);
  await refuseAborted(identity.batch([requirePassword(user.id, hash), ...opened.statements]), wrongCredentials);
  return { user, opened };
}

const wrongCredentials = () => new AppError("credentials_invalid");

/**
 * Aborts its batch when the password is no longer the one that was checked. A change of the password ends all sessions,
 * and a session that was opened by the old one must not survive it.
 */
const requirePassword = (userId: string | number, passwordHash: string): Statement =>
  abortIf({
    sql: "NOT EXISTS (SELECT 1 FROM users WHERE id = ? AND passwordHash = ?)",
    params: [userId, passwordHash],
  });
