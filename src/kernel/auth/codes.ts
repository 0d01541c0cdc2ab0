import type { PublicContext } from "../context.ts";
import type { Statement } from "../db/database.ts";
import type { AppError } from "../errors.ts";
import { rateLimited } from "../http/respond.ts";
import { type OutboundMessage, sendMessage } from "../outbound/message.ts";
import { HOUR_MS } from "../time.ts";
import { issueOtp, type OtpPolicy, redeemOtp } from "./otp.ts";

/** What a code is for and where it is sent. */
export interface CodeTarget<Purpose extends string> {
  purpose: Purpose;
  /** An e-mail address, or a phone number in E.164. */
  address: string;
}

/** What a product decides about its codes: their policy, and the message that carries a code. */
export interface CodesOptions<Purpose extends string, Recipient> {
  policy: OtpPolicy;
  /** `recipient` is what the product's words depend on, such as the user's language. */
  messageOf(
    target: CodeTarget<Purpose>,
    code: string,
    recipient: Recipient,
  ): Pick<OutboundMessage, "channel" | "subject" | "text">;
}

/** One-time codes of a product that prove an address. They are kept in its `otpCodes`. */
export function oneTimeCodes<Purpose extends string, Recipient>({
  policy,
  messageOf,
}: CodesOptions<Purpose, Recipient>) {
  /**
   * A new code, which replaces the earlier ones of its target once `insert` runs. `insert` answers with a row, unless the
   * target had its codes for this hour; then nothing may be sent. `send` hands the message over after the reply.
   */
  async function prepare(
    ctx: PublicContext,
    target: CodeTarget<Purpose>,
  ): Promise<{ insert: Statement; send(recipient: Recipient): void }> {
    const { code, insert } = await issueOtp(ctx.env.TOKEN_SECRET, policy, target, ctx.now);
    const send = (recipient: Recipient) =>
      ctx.later(sendMessage(ctx.env, { to: target.address, ...messageOf(target, code, recipient) }));
    return { insert, send };
  }

  /** The target had its codes for this hour. */
  const tooMany = ({ now }: PublicContext): AppError =>
    rateLimited({ limit: policy.perHour, remaining: 0, resetAt: now + HOUR_MS }, now);

  /** Sends a new code by itself. One D1 call. @throws AppError rate_limited: the target had its codes for this hour */
  async function send(ctx: PublicContext, target: CodeTarget<Purpose>, recipient: Recipient): Promise<void> {
    const code = await prepare(ctx, target);
    const issued = await ctx.identity.all(code.insert);
    if (issued.length === 0) throw tooMany(ctx);
    code.send(recipient);
  }

  /**
   * One try at the newest code of a target: `attempt` counts it and uses the code up when it is right. What a right code
   * allows goes into the same batch after it, behind the condition `succeeded` (SQL with positional parameters).
   */
  const redeem = (
    { env, now }: PublicContext,
    target: CodeTarget<Purpose>,
    code: string,
  ): Promise<{ attempt: Statement; succeeded: Statement }> => redeemOtp(env.TOKEN_SECRET, policy, target, code, now);

  return { prepare, send, redeem, tooMany };
}
