import { z } from "zod";
import { postToVendor, type VendorReply } from "../../../kernel/outbound/vendor.ts";

// Chat completions of OpenAI, or of whoever speaks its format (https://platform.openai.com/docs/api-reference/chat).

export interface WordingVendor {
  readonly apiKey: string;
  /** With the version, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** For both attempts together: a user waits for it. */
  readonly timeoutMs: number;
}

/** Spec: 20 seconds. */
export const WORDING_TIMEOUT_MS = 20_000;

export const WORDING_ERRORS = ["timeout", "rate_limited", "vendor_error", "invalid_output", "ungrounded"] as const;
export type WordingError = (typeof WORDING_ERRORS)[number];

/** Why there is no wording. What was used is known when the vendor answered. */
export interface WordingFailure {
  readonly ok: false;
  readonly errorCode: WordingError;
  readonly tokensUsed: number | null;
}

export interface Completion<Output> {
  readonly ok: true;
  readonly output: Output;
  readonly tokensUsed: number | null;
  /** The model that answered, as it names itself. */
  readonly model: string;
}

export interface CompletionRequest<Output> {
  /** Our own fixed text: nothing that a user typed may be part of it. */
  readonly system: string;
  /** JSON. */
  readonly user: string;
  /** The name of the schema. */
  readonly name: string;
  /** Strict: every object with all of its fields, and no others. */
  readonly schema: z.ZodType<Output>;
  readonly maxTokens: number;
}

const ChatCompletion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ total_tokens: z.int().min(0) }).nullish(),
  model: z.string().max(100).nullish(),
});

const RETRY_MS = 500;
const RETRY_MS_MAX = 5_000;

const failure = (errorCode: WordingError, tokensUsed: number | null = null): WordingFailure => ({
  ok: false,
  errorCode,
  tokensUsed,
});

/** Asks the model once, and once more after 429 and 5xx. It never throws: whatever fails is said by a code. */
export async function complete<Output>(
  vendor: WordingVendor,
  request: CompletionRequest<Output>,
): Promise<Completion<Output> | WordingFailure> {
  const signal = AbortSignal.timeout(vendor.timeoutMs);
  const reply = await replyOf(vendor, bodyOf(vendor, request), signal).catch(() => undefined);
  if (!reply) return failure(signal.aborted ? "timeout" : "vendor_error");
  if (reply.status === 429) return failure("rate_limited");
  if (!reply.ok) return failure("vendor_error");
  const parsed = ChatCompletion.safeParse(reply.body);
  const [choice] = parsed.data?.choices ?? [];
  if (!parsed.data || !choice) return failure("invalid_output");
  const tokensUsed = parsed.data.usage?.total_tokens ?? null;
  const { content, refusal } = choice.message;
  // `length`: cut off; `content_filter`: parts are missing. A model that refuses says so in a field of its own.
  if (refusal || choice.finish_reason !== "stop" || !content) return failure("invalid_output", tokensUsed);
  const output = request.schema.safeParse(jsonOf(content));
  if (!output.success) return failure("invalid_output", tokensUsed);
  return { ok: true, output: output.data, tokensUsed, model: parsed.data.model ?? vendor.model };
}

async function replyOf(vendor: WordingVendor, body: string, signal: AbortSignal): Promise<VendorReply> {
  const first = await post(vendor, body, signal);
  if (first.status !== 429 && first.status < 500) return first;
  const wait = Math.min(first.retryAfter === undefined ? RETRY_MS : first.retryAfter * 1000, RETRY_MS_MAX);
  await new Promise((resolve) => setTimeout(resolve, wait));
  return post(vendor, body, signal);
}

const post = ({ baseUrl, apiKey }: WordingVendor, body: string, signal: AbortSignal): Promise<VendorReply> =>
  postToVendor(baseUrl, "/chat/completions", {
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
    body,
    signal,
  });

const bodyOf = (
  { model }: WordingVendor,
  { system, user, name, schema, maxTokens }: CompletionRequest<unknown>,
): string =>
  JSON.stringify({
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    response_format: { type: "json_schema", json_schema: { name, strict: true, schema: jsonSchemaOf(schema) } },
    max_completion_tokens: maxTokens,
  });

/** Without `$schema`, which not every vendor takes. */
function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
