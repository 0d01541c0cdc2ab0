import type { PublicContext } from "../context.ts";
import { hmacBase64Url, randomToken } from "../crypto.ts";
import { ALWAYS, allOf, CHANGED, type Condition } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import type { AppError } from "../errors.ts";
import { rateLimited } from "../http/respond.ts";
import { channelOf, type OutboundMessage, sendMessage } from "../outbound/message.ts";
import { smsBudget } from "../outbound/sms-budget.ts";
import { HOUR_MS } from "../time.ts";
import { prepareAttempt } from "./attempts.ts";
import { codeOf, issueOtp, lastUsedOtp, type OtpPolicy, type OtpTarget, redeemOtp } from "./otp.ts";

/** What a code is for and where it is sent; `purpose` is one of the product's own. */
export interface CodeTarget<Purpose extends string> extends OtpTarget {
  purpose: Purpose;
  /** SQL for the id of the user with this address, as text; NULL when there is none. */
  owner: Condition;
}

/** What a product decides about its codes: their policy, and the message that carries a code. */
export interface CodesOptions<Purpose extends string, Recipient> {
  policy: OtpPolicy;
  /** `recipient` is what the text of the message depends on, such as the user's language. */
  messageOf(target: CodeTarget<Purpose>, code: string, recipient: Recipient): Pick<OutboundMessage, "subject" | "text">;
}

/** A request for a code, as statements of the product's own batch, one after another. */
export interface CodeRequest<Recipient> {
  /** The last of them changes one row, or, when there is no code to send, none: `changes() = 1` tells. */
  statements: readonly Statement[];
  /**
   * From the answers to `statements`: a function that sends the code after the reply; undefined when there is none,
   * because it was asked for too often or the budget of SMS is used up.
   */
  issued(answers: readonly RawRow[][]): ((recipient: Recipient) => void) | undefined;
  /**
   * The error for whoever may know that there is none: unavailable when the budget of SMS is used up, else rate_limited.
   */
  refusal(answers: readonly RawRow[][]): AppError;
}

/** A code that was entered, as statements of the product's own batch, one after another. */
export interface CodeTry {
  statements: readonly Statement[];
  /** Statements that a right code allows follow on this condition. */
  succeeded: Condition;
  /** From the answers to `statements`: the error rate_limited when there were too many wrong codes before. */
  refusal(answers: readonly RawRow[][]): AppError | undefined;
}

/** One-time codes by which a product's users prove an address. They are kept in its table `otpCodes`. */
export function oneTimeCodes<Purpose extends string, Recipient>({
  policy,
  messageOf,
}: CodesOptions<Purpose, Recipient>) {
  /**
   * Prepares a request for a code. While a code is good, asking again sends the same one.
   * @param isSent a code that is not sent takes no SMS from the budget: holds when the product is going to send it
   */
  async function prepare(
    ctx: PublicContext,
    target: CodeTarget<Purpose>,
    isSent: Condition = ALWAYS,
  ): Promise<CodeRequest<Recipient>> {
    const { env, now } = ctx;
    const { address, owner } = target;
    const waiting = await prepareAttempt(ctx, { kind: "request", name: address, owner });
    const budget = channelOf(address) === "sms" ? smsBudget(now) : undefined;
    const issue = await issueOtp(env.TOKEN_SECRET, policy, target, now, allOf([CHANGED, budget?.isLeft]));
    const send = async (nonce: string, recipient: Recipient) => {
      const code = await codeOf(env.TOKEN_SECRET, policy.digits, target, nonce);
      await sendMessage(env, { to: address, channel: channelOf(address), ...messageOf(target, code, recipient) });
    };
    return {
      statements: [
        ...waiting.statements,
        issue,
        ...(budget
          ? [
              statement(`SELECT ${budget.isLeft.sql} AS isLeft`, ...budget.isLeft.params),
              budget.take(allOf([CHANGED, isSent])),
            ]
          : []),
      ],

      issued([, , issued, , taken = []]) {
        const code = issued?.[0];
        budget?.noteLast(taken, ctx.product);
        return code && ((recipient) => ctx.later(() => send(String(code.nonce), recipient)));
      },

      refusal(answers) {
        if (budget && answers[3]?.[0]?.isLeft === 0) return budget.usedUp();
        return (
          waiting.refusal(answers) ?? rateLimited({ limit: policy.perHour, remaining: 0, resetAt: now + HOUR_MS }, now)
        );
      },
    };
  }

  /**
   * Sends a code. One D1 call.
   * @throws rate_limited when the address was sent too many; unavailable when the budget of SMS is used up
   */
  async function send(ctx: PublicContext, target: CodeTarget<Purpose>, recipient: Recipient): Promise<void> {
    const request = await prepare(ctx, target);
    const answers = await ctx.identity.batch([...request.statements]);
    const sendIssued = request.issued(answers);
    if (!sendIssued) throw request.refusal(answers);
    sendIssued(recipient);
  }

  /** Prepares the try of a code against the newest one of its target. A right code is used up. */
  async function redeem(ctx: PublicContext, target: CodeTarget<Purpose>, code: string): Promise<CodeTry> {
    const { address, owner } = target;
    const guess = await prepareAttempt(ctx, { kind: "code", name: address, owner });
    const { attempt, succeeded } = await redeemOtp(ctx.env.TOKEN_SECRET, policy, target, code, ctx.now, CHANGED);
    return {
      statements: [...guess.statements, attempt, guess.forgive(succeeded)],
      succeeded,
      refusal: guess.refusal,
    };
  }

  /**
   * A text that tells whether a code was used since: it is made of the answer to `lastUsed`. Without a used code it is
   * random, so that nobody can tell whether there was one.
   */
  const markOf = ({ env }: PublicContext, [used]: readonly RawRow[] = []): Promise<string> =>
    hmacBase64Url(env.TOKEN_SECRET, `otp-mark ${used?.nonce ?? randomToken()}`);

  /** True when no code was used since `mark` was made, by a later answer to `lastUsed`. */
  const isUnusedSince = async (ctx: PublicContext, mark: string, used: readonly RawRow[]): Promise<boolean> =>
    used.length === 0 || (await markOf(ctx, used)) === mark;

  return { prepare, send, redeem, lastUsed: lastUsedOtp, markOf, isUnusedSince };
}
