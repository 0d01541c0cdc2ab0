import type { z } from "zod";
import { hashPassword, passwordMatches } from "../../../kernel/auth/password.ts";
import { closeEndedSessions, endSessionsStatement } from "../../../kernel/auth/sessions.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { ACCESS_TTL_SECONDS, type Address, RESET_SCOPE } from "../rules.ts";
import { accessToken, codes, currentUser, wrongCode } from "../service.ts";
import type { Reset, ResetToken, Update } from "./contract.ts";

interface Message {
  message: string;
}
const CHANGED: Message = { message: "Parol yangilandi" };

/**
 * Sends a code to reset the password, and returns a token that only allows `reset`. The answer, and the time it takes,
 * is the same for an address that nobody has and for one that has used up its codes for this hour. One D1 call.
 */
export async function forgot(
  ctx: PublicContext,
  { address, auth_type }: Address,
): Promise<z.output<typeof ResetToken>> {
  const { insert, send } = await codes.prepare(ctx, { purpose: "reset", address });
  const id = newId(ctx.now);
  const [issued = [], [user] = []] = await ctx.identity.batch([
    insert,
    statement("SELECT id FROM users WHERE address = ? AND auth_status = 'done'", address),
    statement(
      "INSERT INTO passwordResets (id, address, expiresAt) VALUES (?, ?, ?)",
      id,
      address,
      ctx.now + ACCESS_TTL_SECONDS * 1000,
    ),
  ]);
  if (user && issued.length > 0) send(auth_type);
  return { message: "Kod yuborildi", access: await accessToken(ctx, { userId: id, sessionId: id }) };
}

/**
 * Sets a new password by the code, and ends all sessions. Two D1 calls.
 * @throws invalid_input on `code` when it is wrong, used or expired, or nobody has the address; forbidden for other
 * tokens
 */
export async function reset(ctx: Context, input: z.output<typeof Reset>): Promise<Message> {
  if ((await ctx.principal()).scope !== RESET_SCOPE) throw new AppError("forbidden");
  const { identity, now } = ctx;
  // Hashed before the code is known to be right, so that every answer takes the same time.
  const passwordHash = await hashPassword(ctx.env, input.password);
  const [found] = await identity.all(statement("SELECT address FROM passwordResets WHERE id = ?", ctx.userId));
  if (!found) throw wrongCode();
  const address = String(found.address);
  const { attempt, succeeded } = await codes.redeem(ctx, { purpose: "reset", address }, input.code);
  const [, [user] = [], ended = []] = await identity.batch([
    attempt,
    statement(
      `UPDATE users SET passwordHash = ?, updatedAt = ?
        WHERE address = ? AND auth_status = 'done' AND ${succeeded.sql} RETURNING id`,
      passwordHash,
      now,
      address,
      ...succeeded.params,
    ),
    // As text, because `userSessions.userId` is text: SQLite could not use its index otherwise.
    endSessionsStatement(now, statement("(SELECT CAST(id AS TEXT) FROM users WHERE address = ?)", address), succeeded),
    statement(`DELETE FROM passwordResets WHERE id = ? AND ${succeeded.sql}`, ctx.userId, ...succeeded.params),
  ]);
  if (!user) throw wrongCode();
  await closeEndedSessions(ctx, String(user.id), ended);
  return CHANGED;
}

/**
 * Sets a new password by the old one, and ends all other sessions. Two D1 calls.
 * @throws invalid_input on `old_pass`
 */
export async function update(ctx: Context, input: z.output<typeof Update>): Promise<Message> {
  const { identity, now, userId, sessionId } = ctx;
  const { passwordHash: currentHash } = await currentUser(ctx);
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
  ]);
  if (updated.length === 0) throw wrongPassword();
  await closeEndedSessions(ctx, userId, ended);
  return CHANGED;
}

const wrongPassword = () => invalid("old_pass", "Wrong password.");
