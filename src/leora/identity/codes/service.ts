import type { z } from "zod";
import { type CodeTarget, oneTimeCodes } from "../../../kernel/auth/codes.ts";
import { hashPassword } from "../../../kernel/auth/password.ts";
import { closeEndedSessions, endSessionsStatement } from "../../../kernel/auth/sessions.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { invalid, invalidState } from "../../../kernel/errors.ts";
import { variables } from "../../variables.ts";
import type { User } from "../table.ts";
import { endChallenges } from "../two-factor/challenges.ts";
import type { UserView } from "../users/contract.ts";
import { languageOf, roleOf } from "../users/rules.ts";
import { currentUser, userIdByEmail, userView } from "../users/service.ts";
import type { CodeSent, PasswordChanged, ResetPassword } from "./contract.ts";
import { codeMail, POLICY, type Purpose } from "./rules.ts";

type Reply = z.output<typeof CodeSent>;

const WRONG_CODE = "Wrong or expired code";

/** Codes by mail, in the language of the user's preferences; `languageOf` falls back to Uzbek. */
export const codes = oneTimeCodes<Purpose, unknown>({
  policy: POLICY,
  messageOf: ({ purpose }, code, language) => codeMail(purpose, languageOf(language), code),
});

/** What a code for a user's address is for. */
export const codeTarget = (purpose: Purpose, address: string): CodeTarget<Purpose> => ({
  purpose,
  address,
  owner: userIdByEmail(address),
});

/**
 * Mails a code to reset the password. The answer, and the time it takes, is the same for an address that nobody has and
 * for one that was sent too many. One D1 call.
 */
export async function forgotPassword(ctx: PublicContext, email: string): Promise<Reply> {
  const code = await codes.prepare(ctx, codeTarget("reset-password", email));
  const answers = await ctx.identity.batch([
    ...code.statements,
    statement("SELECT preferences ->> '$.language' AS language FROM users WHERE email = ?", email),
  ]);
  const [user] = answers.at(-1) ?? [];
  if (user) code.issued(answers)?.(user.language);
  return { message: "OTP sent to email" };
}

/**
 * Sets a new password by a mailed code, which also proves the address, and ends all sessions and begun sign-ins. Two-factor sign-in stays
 * enabled. One D1 call.
 * @throws invalid_input on `otp` when the code is wrong, used or expired, or nobody has the address; rate_limited after
 * too many wrong codes
 */
export async function resetPassword(
  ctx: PublicContext,
  input: z.output<typeof ResetPassword>,
): Promise<z.output<typeof PasswordChanged>> {
  const { email, otp, newPassword } = input;
  const { identity, now } = ctx;
  // Hashed before the code is known to be right, so that every answer takes the same time.
  const passwordHash = await hashPassword(ctx.env, newPassword);
  const code = await codes.redeem(ctx, codeTarget("reset-password", email), otp);
  const { succeeded } = code;
  const answers = await identity.batch([
    ...code.statements,
    statement(
      `UPDATE users SET passwordHash = ?, isEmailVerified = 1, updatedAt = ?
        WHERE email = ? AND ${succeeded.sql} RETURNING id`,
      passwordHash,
      now,
      email,
      ...succeeded.params,
    ),
    endSessionsStatement(now, userIdByEmail(email), succeeded),
    endChallenges(userIdByEmail(email), succeeded),
  ]);
  const [[user] = [], ended = []] = answers.slice(code.statements.length);
  if (!user) throw code.refusal(answers) ?? invalid("otp", WRONG_CODE);
  await closeEndedSessions(ctx, String(user.id), ended);
  return { message: "Password changed; sign in with the new one" };
}

/**
 * Verifies the user's address by a mailed code; does nothing when it is verified already. Two D1 calls.
 * @throws invalid_input on `otp`; rate_limited after too many wrong codes
 */
export async function verifyEmail(ctx: Context, otp: string): Promise<z.output<typeof UserView>> {
  const user = await currentUser(ctx);
  if (user.isEmailVerified) return userView(ctx, user);
  const code = await codes.redeem(ctx, codeTarget("verify-email", user.email), otp);
  const answers = await ctx.identity.batch([
    ...code.statements,
    statement(
      `UPDATE users SET isEmailVerified = 1, updatedAt = ? WHERE id = ? AND ${code.succeeded.sql} RETURNING id`,
      ctx.now,
      user.id,
      ...code.succeeded.params,
    ),
  ]);
  if (answers.at(-1)?.length !== 1) throw code.refusal(answers) ?? invalid("otp", WRONG_CODE);
  const verified: User = { ...user, isEmailVerified: true, updatedAt: ctx.now };
  const values = variables.valuesOf(ctx.env);
  if (roleOf(verified, ctx.env, values) !== roleOf(user, ctx.env, values)) await ctx.hub.refresh();
  return userView(ctx, verified);
}

/** Mails a code for the user's address: the same one while it is good. Two D1 calls. @throws invalid_state when it is verified; rate_limited */
export async function resendVerification(ctx: Context): Promise<Reply> {
  const user = await currentUser(ctx);
  if (user.isEmailVerified) throw invalidState("The e-mail address is verified");
  await codes.send(ctx, codeTarget("verify-email", user.email), user.preferences?.language);
  return { message: "OTP sent to email" };
}
