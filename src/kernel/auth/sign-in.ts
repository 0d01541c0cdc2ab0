import type { PublicContext } from "../context.ts";
import { isRefused, type Statement } from "../db/database.ts";
import { abortIf } from "../db/guard.ts";
import { AppError } from "../errors.ts";
import { passwordMatches } from "./password.ts";

/** What signing in needs of a product's user row. */
export interface Account {
  /** The primary key of the product's `users`. */
  id: string | number;
  /** null: no password has been set yet, so that nobody can sign in with one. */
  passwordHash: string | null;
}

/**
 * Signs a user in by a password: runs the statements that `open` returns, such as a session's `insert`. One D1 call.
 * @param user whom the product found by what was entered; undefined when there is nobody
 * @returns the user, and whatever else `open` returned
 * @throws AppError credentials_invalid for an unknown user, a wrong password and a missing one alike, after the same
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
  if (!isRight || !user || hash === null) throw refused();
  const opened = await open(user);
  try {
    await identity.batch([requirePassword(user.id, hash), ...opened.statements]);
  } catch (error) {
    throw isRefused(error) ? refused() : error;
  }
  return { user, opened };
}

const refused = () => new AppError("credentials_invalid");

/**
 * Aborts its batch (`isRefused`) when the password is no longer the one that was checked: whatever changed it has
 * ended all sessions, and a new one must not survive it.
 */
const requirePassword = (userId: string | number, passwordHash: string): Statement =>
  abortIf({
    sql: "NOT EXISTS (SELECT 1 FROM users WHERE id = ? AND passwordHash = ?)",
    params: [userId, passwordHash],
  });
