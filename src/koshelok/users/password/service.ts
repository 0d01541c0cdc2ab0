import type { z } from "zod";
import { prepareAttempt } from "../../../kernel/auth/attempts.ts";
import { hashPassword, passwordMatches } from "../../../kernel/auth/password.ts";
import { closeEndedSessions, endSessionsStatement } from "../../../kernel/auth/sessions.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { ALWAYS } from "../../../kernel/db/condition.ts";
import { statement } from "../../../kernel/db/database.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { type Address, RESET_SCOPE } from "../rules.ts";
import {
  accessToken,
  codes,
  codeTarget,
  requireReachable,
  requireUser,
  userById,
  userIdByAddress,
  wrongCode,
} from "../service.ts";
import type { Reset, ResetToken, Update } from "./contract.ts";

interface Message {
  message: string;
}
const CHANGED: Message = { message: "Parol yangilandi" };

/**
 * Sends a code to reset the password, and returns a token that only allows `reset`, once. Nothing is stored for the
 * token: it holds the address and, in place of a session, what tells whether a code was used since. The answer, and the
 * time it takes, is the same for an address that nobody has, for one that was sent too many, and when the budget of SMS is used up. One
 * D1 call.
 * @throws invalid_input on `phone_email` for a phone that gets no codes
 */
export async function forgot(ctx: PublicContext, target: Address): Promise<z.output<typeof ResetToken>> {
  const { address } = target;
  requireReachable(ctx, "phone_email", target);
  const known = statement("SELECT 1 FROM users WHERE address = ? AND auth_status = 'done'", address);
  const code = await codes.prepare(ctx, codeTarget("reset", address), { ...known, sql: `EXISTS (${known.sql})` });
  const answers = await ctx.identity.batch([...code.statements, codes.lastUsed(codeTarget("reset", address)), known]);
  if (answers.at(-1)?.length === 1) code.issued(answers)?.();
  const sessionId = await codes.markOf(ctx, answers.at(-2));
  return {
    message: "Kod yuborildi",
    access: await accessToken(ctx, { userId: address, sessionId, grant: RESET_SCOPE }),
  };
}

/**
 * Sets a new password by the code, and ends all sessions. Two D1 calls.
 * @throws invalid_input on `code` when it is wrong, used or expired, or nobody has the address; rate_limited after too
 * many wrong codes; forbidden for other tokens
 */
export async function reset(ctx: Context, input: z.output<typeof Reset>): Promise<Message> {
  if ((await ctx.principal()).scope !== RESET_SCOPE) throw new AppError("forbidden");
  const { identity, now, userId: address } = ctx;
  // Hashed before the code is known to be right, so that every answer takes the same time.
  const passwordHash = await hashPassword(ctx.env, input.password);
  const used = await identity.all(codes.lastUsed(codeTarget("reset", address)));
  if (!(await codes.isUnusedSince(ctx, ctx.sessionId, used))) throw wrongCode();
  const code = await codes.redeem(ctx, codeTarget("reset", address), input.code);
  const { succeeded } = code;
  const answers = await identity.batch([
    ...code.statements,
    statement(
      `UPDATE users SET passwordHash = ?, updatedAt = ?
        WHERE address = ? AND auth_status = 'done' AND ${succeeded.sql} RETURNING id`,
      passwordHash,
      now,
      address,
      ...succeeded.params,
    ),
    endSessionsStatement(now, userIdByAddress(address), succeeded),
  ]);
  const [[user] = [], ended = []] = answers.slice(code.statements.length);
  if (!user) throw code.refusal(answers) ?? wrongCode();
  await closeEndedSessions(ctx, String(user.id), ended);
  return CHANGED;
}

/**
 * Sets a new password by the old one, and ends all other sessions. Two D1 calls.
 * @throws invalid_input on `old_pass`; rate_limited after too many wrong ones
 */
export async function update(ctx: Context, input: z.output<typeof Update>): Promise<Message> {
  const { identity, now, userId, sessionId } = ctx;
  const guess = await prepareAttempt(ctx, {
    kind: "password",
    name: `id ${userId}`,
    owner: statement("?", userId),
  });
  const found = await identity.batch([...guess.statements, userById(userId)]);
  const refusal = guess.refusal(found);
  if (refusal) throw refusal;
  const { passwordHash: currentHash } = requireUser(found.at(-1));
  if (!(await passwordMatches(ctx.env, input.old_pass, currentHash))) throw wrongPassword();
  const [updated = [], ended = []] = await identity.batch([
    statement(
      "UPDATE users SET passwordHash = ?, updatedAt = ? WHERE id = ? AND passwordHash = ? RETURNING id",
      await hashPassword(ctx.env, input.new_pass),
      now,
      userId,
      currentHash,
    ),
    endSessionsStatement(now, userId, statement("id <> ? AND changes() = 1", sessionId)),
    guess.forgive(ALWAYS),
  ]);
  if (updated.length === 0) throw wrongPassword();
  await closeEndedSessions(ctx, userId, ended);
  return CHANGED;
}

const wrongPassword = () => invalid("old_pass", "Wrong password.");
