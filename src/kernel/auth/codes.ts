import type { PublicContext } from "../context.ts";
import type { Condition } from "../db/condition.ts";
import type { Statement } from "../db/database.ts";
import type { AppError } from "../errors.ts";
import { rateLimited } from "../http/respond.ts";
import { type OutboundMessage, sendMessage } from "../outbound/message.ts";
import { HOUR_MS } from "../time.ts";
import { issueOtp, type OtpPolicy, type OtpTarget, redeemOtp } from "./otp.ts";

/** What a code is for and where it is sent; `purpose` is one of the product's own. */
export interface CodeTarget<Purpose extends string> extends OtpTarget {
  purpose: Purpose;
}

/** What a product decides about its codes: their policy, and the message that carries a code. */
export interface CodesOptions<Purpose extends string, Recipient> {
  policy: OtpPolicy;
  /** `recipient` is what the text of the message depends on, such as the user's language. */
  messageOf(
    target: CodeTarget<Purpose>,
    code: string,
    recipient: Recipient,
  ): Pick<OutboundMessage, "channel" | "subject" | "text">;
}

/** One-time codes by which a product's users prove an address. They are kept in its table `otpCodes`. */
export function oneTimeCodes<Purpose extends string, Recipient>({
  policy,
  messageOf,
}: CodesOptions<Purpose, Recipient>) {
  /**
   * Makes a new code, which replaces the earlier ones of its target once `insert` runs. `insert` returns a row, unless
   * the target has used up its codes for this hour; then `send` must not be called. `send` sends the message after the
   * reply.
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

  /** The error for a target that has used up its codes for this hour. */
  const tooMany = ({ now }: PublicContext): AppError =>
    rateLimited({ limit: policy.perHour, remaining: 0, resetAt: now + HOUR_MS }, now);

  /**
   * Stores a new code and sends it. One D1 call.
   * @throws rate_limited when the target has used up its codes for this hour
   */
  async function send(ctx: PublicContext, target: CodeTarget<Purpose>, recipient: Recipient): Promise<void> {
    const code = await prepare(ctx, target);
    const issued = await ctx.identity.all(code.insert);
    if (issued.length === 0) throw tooMany(ctx);
    code.send(recipient);
  }

  /**
   * Tries a code against the newest one of its target: the statement `attempt` counts the try, and uses the code up
   * when it is right. Statements that a right code allows follow in the same batch, on the condition `succeeded`.
   */
  const redeem = (
    { env, now }: PublicContext,
    target: CodeTarget<Purpose>,
    code: string,
  ): Promise<{ attempt: Statement; succeeded: Condition }> => redeemOtp(env.TOKEN_SECRET, policy, target, code, now);

  return { prepare, send, redeem, tooMany };
}
