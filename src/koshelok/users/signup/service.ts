import type { z } from "zod";
import { hashPassword } from "../../../kernel/auth/password.ts";
import { closePushedOut } from "../../../kernel/auth/sessions.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { abortIf, refuseAborted } from "../../../kernel/db/guard.ts";
import { refuseTaken } from "../../../kernel/db/unique.ts";
import { AppError, type FieldProblem, invalid } from "../../../kernel/errors.ts";
import { DIFFERENT } from "../contract.ts";
import { type Address, DEFAULT_TIMEZONE } from "../rules.ts";
import {
  codes,
  codeTarget,
  currentUser,
  newSession,
  requireReachable,
  userIdByAddress,
  wrongCode,
} from "../service.ts";
import type { User } from "../table.ts";
import type { Changed, ChangeInfo, SignedUp, Verified } from "./contract.ts";

type Info = z.output<typeof ChangeInfo>;

/** The fields that are required to finish a sign-up. */
const REQUIRED = ["first_name", "last_name", "username", "password", "password_confirm"] as const;
/** Holds when the statement before it in the batch has changed one row. */
const ROW_CHANGED = statement("changes() = 1");

/**
 * Creates an unfinished user and sends a code. An address whose sign-up was begun and not finished keeps its row. One
 * D1 call.
 * @throws invalid_input when the address has a finished user, or is a phone that gets no codes; rate_limited when it was sent
 * too many codes; unavailable when the budget of SMS is used up
 */
export async function signup(ctx: PublicContext, target: Address): Promise<z.output<typeof SignedUp>> {
  const { address, auth_type } = target;
  requireReachable(ctx, "email_phone_number", target);
  const code = await codes.prepare(ctx, codeTarget("signup", address));
  const session = await newSession(ctx, "new", userIdByAddress(address), ROW_CHANGED);
  const batch = ctx.identity.batch([
    abortIf({ sql: "EXISTS (SELECT 1 FROM users WHERE address = ? AND auth_status = 'done')", params: [address] }),
    ...code.statements,
    // Only if the statement before stored a code, so that a refused request leaves nothing behind.
    statement(
      `INSERT INTO users (address, auth_type, auth_status, timezone, createdAt, updatedAt)
        SELECT ?1, ?2, 'new', ?3, ?4, ?4 WHERE changes() = 1
        ON CONFLICT (address) DO UPDATE SET updatedAt = ?4 RETURNING id`,
      address,
      auth_type,
      DEFAULT_TIMEZONE,
      ctx.now,
    ),
    session.insert,
    session.pushOut,
  ]);
  const [, ...answers] = await refuseAborted(batch, alreadyFinished);
  const send = code.issued(answers);
  const [user] = answers[code.statements.length] ?? [];
  if (!send || !user) throw code.refusal(answers);
  send();
  await closePushedOut(ctx, answers);
  return { id: Number(user.id), auth_type, auth_status: "new", ...(await session.tokens(user.id)) };
}

const alreadyFinished = () => invalid("email_phone_number", "A user with that email or phone number already exists.");

/**
 * Proves the address by the code. Two D1 calls.
 * @throws invalid_input on `code`; rate_limited after too many wrong codes; forbidden when the user is finished
 */
export async function verifyCode(ctx: Context, code: string): Promise<z.output<typeof Verified>> {
  const { address } = await unfinishedUser(ctx);
  const { statements, succeeded, refusal } = await codes.redeem(ctx, codeTarget("signup", address), code);
  const session = await newSession(ctx, "code_verified", ctx.userId, ROW_CHANGED);
  const answers = await ctx.identity.batch([
    ...statements,
    statement(
      `UPDATE users SET auth_status = 'code_verified', updatedAt = ?
        WHERE id = ? AND auth_status <> 'done' AND ${succeeded.sql} RETURNING id`,
      ctx.now,
      ctx.userId,
      ...succeeded.params,
    ),
    session.insert,
    session.pushOut,
  ]);
  if (answers[statements.length]?.length !== 1) throw refusal(answers) ?? wrongCode();
  await closePushedOut(ctx, answers);
  return { auth_status: "code_verified", ...(await session.tokens(ctx.userId)) };
}

/**
 * Sends a code: the same one while it is good. Two D1 calls.
 * @throws invalid_input when the address is a phone that gets no codes; rate_limited; unavailable when the budget of SMS
 * is used up; forbidden when the user is finished
 */
export async function sendNewCode(ctx: Context): Promise<{ message: string }> {
  const user = await unfinishedUser(ctx);
  requireReachable(ctx, "", user);
  await codes.send(ctx, codeTarget("signup", user.address));
  return { message: "Kod yuborildi" };
}

/**
 * In a session that has proved the address: finishes the sign-up with a name and a password. In any other session:
 * changes the profile, but never the password. One D1 call.
 * @throws invalid_input; forbidden when another session has finished the sign-up
 */
export async function changeInfo(ctx: Context, input: Info): Promise<z.output<typeof Changed>> {
  const { scope } = await ctx.principal();
  return scope === undefined ? changeProfile(ctx, input) : finishSignup(ctx, input);
}

async function finishSignup(ctx: Context, input: Info): Promise<z.output<typeof Changed>> {
  const missing = REQUIRED.filter((field) => input[field] === undefined);
  const details: FieldProblem[] = missing.map((field) => ({ field, message: "This field is required." }));
  if (!missing.includes("password_confirm")) details.push(...differences(input));
  if (details.length > 0) throw new AppError("invalid_input", { details });
  const passwordHash = await hashPassword(ctx.env, input.password ?? "");
  const session = await newSession(ctx, null, ctx.userId, ROW_CHANGED);
  const answers = await refuseTaken(
    ctx.identity.batch([
      statement(
        `UPDATE users SET ${PROFILE}, passwordHash = ?7, auth_status = 'done'
          WHERE id = ?1 AND auth_status = 'code_verified' RETURNING *`,
        ...profileParams(ctx, input),
        passwordHash,
      ),
      session.insert,
      session.pushOut,
    ]),
    USERNAME_INDEX,
    usernameTaken,
  );
  const [[user] = []] = answers;
  if (!user) throw new AppError("forbidden");
  await closePushedOut(ctx, answers);
  return { ...changedView(user), ...(await session.tokens(ctx.userId)) };
}

/** What is wrong with the two passwords, if they differ. */
const differences = ({ password, password_confirm }: Info): FieldProblem[] =>
  password === password_confirm ? [] : [{ field: "password_confirm", message: DIFFERENT }];

async function changeProfile(ctx: Context, input: Info): Promise<z.output<typeof Changed>> {
  const details = differences(input);
  if (details.length > 0) throw new AppError("invalid_input", { details });
  const change = statement(`UPDATE users SET ${PROFILE} WHERE id = ?1 RETURNING *`, ...profileParams(ctx, input));
  const [user] = await refuseTaken(ctx.identity.all(change), USERNAME_INDEX, usernameTaken);
  if (!user) throw new AppError("token_invalid");
  if (input.timezone !== undefined) await ctx.hub.refresh();
  return changedView(user);
}

/** The assignments of an UPDATE: its parameters are those of `profileParams`, and null leaves a column as it is. */
const PROFILE = `first_name = coalesce(?2, first_name), last_name = coalesce(?3, last_name),
  username = coalesce(?4, username), timezone = coalesce(?5, timezone), updatedAt = ?6`;

/** The parameters ?1 to ?6: user id, first name, last name, username, time zone, now. */
const profileParams = ({ userId, now }: Context, { first_name, last_name, username, timezone }: Info): unknown[] => [
  userId,
  first_name ?? null,
  last_name ?? null,
  username ?? null,
  timezone ?? null,
  now,
];

const changedView = (row: RawRow): z.output<typeof Changed> => {
  const { auth_status, first_name, last_name, username, timezone } = unsafeCast<User>(row);
  return { auth_status, first_name, last_name, username: username ?? "", timezone };
};

/** Usernames are unique whatever their case, so that the unique index is over an expression. */
const USERNAME_INDEX = "users_username";
const usernameTaken = () => invalid("username", "A user with that username already exists.");

/** The caller's own row. @throws forbidden when the user is finished */
async function unfinishedUser(ctx: Context): Promise<User> {
  const user = await currentUser(ctx);
  if (user.auth_status === "done") throw new AppError("forbidden");
  return user;
}
