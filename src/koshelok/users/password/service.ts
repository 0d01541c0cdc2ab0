import type { z } from "zod";
import { redeemOtp } from "../../../kernel/auth/otp.ts";
import { hashPassword, passwordMatches } from "../../../kernel/auth/password.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { ACCESS_TTL_SECONDS, type Address, POLICY, RESET_SCOPE } from "../rules.ts";
import { accessToken, currentUser, prepareCode, wrongCode } from "../service.ts";
import type { Reset, ResetToken, Update } from "./contract.ts";

interface Message {
  message: string;
}
const CHANGED: Message = { message: "Parol yangilandi" };

/**
 * Sends a code to reset the password, and answers with a token for `reset` alone. The answer, and the work before it,
 * is the same for an address that nobody has and for one that had its codes for this hour. One D1 call.
 */
export async function forgot(ctx: PublicContext, target: Address): Promise<z.output<typeof ResetToken>> {
  const { insert, send } = await prepareCode(ctx, "reset", target);
  const id = newId(ctx.now);
  const [issued = [], [user] = []] = await ctx.identity.batch([
    insert,
    statement("SELECT id FROM users WHERE address = ? AND auth_status = 'done'", target.address),
    statement(
      "INSERT INTO passwordResets (id, address, expiresAt) VALUES (?, ?, ?)",
      id,
      target.address,
      ctx.now + ACCESS_TTL_SECONDS * 1000,
    ),
  ]);
  if (user && issued.length > 0) send();
  return { message: "Kod yuborildi", access: await accessToken(ctx, { userId: id, sessionId: id }) };
}

/**
 * Sets a new password by the code, and ends all sessions. Two D1 calls.
 * @throws invalid_input on `code`: wrong, used or expired, or an address that nobody has; forbidden for other tokens
 */
export async function reset(ctx: Context, input: z.output<typeof Reset>): Promise<Message> {
  if ((await ctx.principal()).scope !== RESET_SCOPE) throw new AppError("forbidden");
  const { identity, now } = ctx;
  // Before the code is known to be right, so that every answer takes the same time.
  const passwordHash = await hashPassword(ctx.env, input.password);
  const [asked] = await identity.all(statement("SELECT address FROM passwordResets WHERE id = ?", ctx.userId));
  if (!asked) throw wrongCode();
  const address = String(asked.address);
  const target = { purpose: "reset", address };
  const { attempt, succeeded } = await redeemOtp(ctx.env.TOKEN_SECRET, POLICY, target, input.code, now);
  const [, [user] = [], ended = []] = await identity.batch([
    attempt,
    statement(
      `UPDATE users SET passwordHash = ?, updatedAt = ? WHERE address = ? AND auth_status = 'done' AND ${succeeded.sql} RETURNING id`,
      passwordHash,
      now,
      address,
      ...succeeded.params,
    ),
    // As text, or the index on sessions would not serve.
    statement(
      `UPDATE userSessions SET revokedAt = ? WHERE userId = (SELECT CAST(id AS TEXT) FROM users WHERE address = ?) AND revokedAt IS NULL AND ${succeeded.sql} RETURNING id`,
      now,
      address,
      ...succeeded.params,
    ),
    statement(`DELETE FROM passwordResets WHERE id = ? AND ${succeeded.sql}`, ctx.userId, ...succeeded.params),
  ]);
  if (!user) throw wrongCode();
  await revoke(ctx, String(user.id), ended);
  return CHANGED;
}

/** Sets a new password by the old one, and ends all other sessions. Two D1 calls. @throws invalid_input on `old_pass` */
export async function update(ctx: Context, input: z.output<typeof Update>): Promise<Message> {
  const { identity, now, userId, sessionId } = ctx;
  const { passwordHash: known } = await currentUser(ctx);
  if (!(await passwordMatches(ctx.env, input.old_pass, known))) throw wrongPassword();
  const [updated = [], ended = []] = await identity.batch([
    statement(
      "UPDATE users SET passwordHash = ?, updatedAt = ? WHERE id = ? AND passwordHash = ? RETURNING id",
      await hashPassword(ctx.env, input.new_pass),
      now,
      userId,
      known,
    ),
    statement(
      "UPDATE userSessions SET revokedAt = ? WHERE userId = ? AND id <> ? AND revokedAt IS NULL AND changes() = 1 RETURNING id",
      now,
      userId,
      sessionId,
    ),
  ]);
  if (updated.length === 0) throw wrongPassword();
  await revoke(ctx, userId, ended);
  return CHANGED;
}

/** D1 first, then the hub: one that is evicted in between loads what D1 says. */
async function revoke(ctx: PublicContext, userId: string, ended: readonly RawRow[]): Promise<void> {
  if (ended.length > 0) await ctx.hubOf(userId).revoke(ended.map(({ id }) => String(id)));
}

const wrongPassword = () => invalid("old_pass", "Wrong password.");
