import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { appleVendor, googleVendor } from "./store-vendors.ts";
import { type StripeCommand, type StripeVendor, stripe } from "./stripe-vendor.ts";

/** One call that a vendor got, for tests to compare. */
export interface VendorCall {
  method: string;
  path: string;
  idempotencyKey?: string;
  /** JSON bodies as they are, forms as an object. */
  body: Record<string, unknown>;
  /** What the vendor answered; 0: it hung up. */
  status: number;
  /** How much of `padBytes` was sent before the caller hung up. */
  paddedBytes?: number;
}

/** A reply in place of the vendor's own; status 0 hangs up without one. */
export interface VendorReply {
  status: number;
  headers?: Record<string, string>;
  body?: object;
  /** In place of `body`: bytes that are no JSON, in base64. */
  base64?: string;
  /** So much white space follows the body. */
  padBytes?: number;
  /** No reply at all until the caller gives up. The status is noted as that of the call. */
  hang?: boolean;
}

interface Account {
  calls: VendorCall[];
  /** Replies that come before the vendor's own, in order. */
  scripted: VendorReply[];
  /** What tests gave the vendor to answer with, by name. */
  objects: Map<string, object>;
}

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  bearer: string;
  idempotencyKey: string | undefined;
  body: Record<string, unknown>;
}

/** Whose account a call is made for, and what the vendor says to it. */
export interface Vendor {
  accountOf(call: Call): string;
  answer(call: Call, objects: Map<string, object>): VendorReply | Promise<VendorReply>;
}

declare module "vitest" {
  interface ProvidedContext {
    /**
     * Base URL of the fake vendors: `<vendors>/resend`, `<vendors>/eskiz`, `<vendors>/banks`, `<vendors>/alerts`, `<vendors>/openai/v1`,
     * `<vendors>/apple/<account>`, `<vendors>/google/<account>`.
     */
    vendors: string;
  }
}

/** Vitest's global setup: vendors on this machine with the published formats. */
export default async function startVendors(project: TestProject): Promise<() => Promise<void>> {
  const cards = stripe();
  const vendors: Record<string, Vendor> = {
    resend: resend(),
    eskiz: eskiz(),
    banks: banks(),
    alerts: alerts(),
    openai: openai(),
    stripe: cards,
    apple: appleVendor(),
    google: googleVendor(),
  };
  const accounts = new Map<string, Account>();
  const server = createServer((request, response) => {
    const isCommand = request.url === "/stripe-command";
    (isCommand ? commandStripe(cards, request, response) : serve(vendors, accounts, request, response)).catch((error) =>
      response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project.provide("vendors", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** What happens at Stripe; the reply is the events that it sends. */
async function commandStripe(cards: StripeVendor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const events = cards.command((await bodyOf(request)) as unknown as StripeCommand);
  response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(events));
}

async function serve(
  vendors: Record<string, Vendor>,
  accounts: Map<string, Account>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://vendors");
  const [, name = "", ...rest] = url.pathname.split("/");
  const body = await bodyOf(request);
  if (name === "control") {
    const account = accountNamed(accounts, url.searchParams.get("account") ?? "");
    const object = url.searchParams.get("object");
    if (object !== null) account.objects.set(object, body);
    else if (request.method === "POST") account.scripted.push(...(body as unknown as VendorReply[]));
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(account.calls));
    return;
  }
  const vendor = vendors[name];
  const call: Call = {
    method: request.method ?? "",
    query: url.searchParams,
    path: `/${rest.join("/")}`,
    bearer: request.headers.authorization?.replace("Bearer ", "") ?? "",
    idempotencyKey: request.headers["idempotency-key"]?.toString(),
    body,
  };
  const account = accountNamed(accounts, vendor?.accountOf(call) ?? "");
  const reply = account.scripted.shift() ?? (await vendor?.answer(call, account.objects)) ?? { status: 404 };
  const noted: VendorCall = {
    method: call.method,
    path: call.path,
    ...(call.idempotencyKey !== undefined && { idempotencyKey: call.idempotencyKey }),
    body,
    status: reply.status,
  };
  account.calls.push(noted);
  if (reply.hang) return;
  if (reply.status === 0) request.socket.destroy();
  else {
    response.writeHead(reply.status, { "Content-Type": "application/json", ...reply.headers });
    const { base64, body = {}, padBytes = 0 } = reply;
    const bytes = base64 === undefined ? Buffer.from(JSON.stringify(body)) : Buffer.from(base64, "base64");
    if (padBytes === 0) response.end(bytes);
    else await writePadded(response, bytes, padBytes, noted);
  }
}

/** Writes white space after the body for as long as somebody reads it. */
async function writePadded(response: ServerResponse, body: Buffer, padBytes: number, noted: VendorCall): Promise<void> {
  const closed = new Promise((resolve) => response.once("close", resolve));
  response.write(body);
  noted.paddedBytes = 0;
  while (noted.paddedBytes < padBytes && !response.destroyed) {
    const length = Math.min(64 * 1024, padBytes - noted.paddedBytes);
    const isDrained = response.write(Buffer.alloc(length, " "));
    noted.paddedBytes += length;
    if (!isDrained) await Promise.race([closed, new Promise((resolve) => response.once("drain", resolve))]);
  }
  response.end();
}

function accountNamed(accounts: Map<string, Account>, name: string): Account {
  const account = accounts.get(name) ?? { calls: [], scripted: [], objects: new Map() };
  accounts.set(name, account);
  return account;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  if (bytes.length === 0) return {};
  const type = request.headers["content-type"] ?? "";
  if (type.includes("json")) return JSON.parse(bytes.toString());
  const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  return Object.fromEntries(form.entries());
}

/** https://resend.com/docs/api-reference: an account is an API key. */
function resend(): Vendor {
  const sent = new Map<string, { payload: string; id: string }>();
  const refuse = (status: number, name: string, message: string): VendorReply => ({
    status,
    body: { statusCode: status, name, message },
  });
  return {
    accountOf: ({ bearer }) => bearer,
    answer({ path, bearer, idempotencyKey, body }) {
      if (path !== "/emails") return refuse(404, "not_found", "The requested endpoint does not exist.");
      if (bearer === "") return refuse(401, "missing_api_key", "Missing API key in the authorization header.");
      if (!bearer.startsWith("re_")) return refuse(403, "invalid_api_key", "API key is invalid");
      for (const field of ["from", "to", "subject", "text"]) {
        if (!body[field]) return refuse(422, "missing_required_field", `Missing \`${field}\` field.`);
      }
      const [to] = body.to as string[];
      if (!to?.includes("@")) return refuse(422, "validation_error", `Invalid \`to\` field: ${to}`);
      const key = `${bearer}/${idempotencyKey ?? randomUUID()}`;
      const payload = JSON.stringify(body);
      const earlier = sent.get(key) ?? { payload, id: randomUUID() };
      if (earlier.payload !== payload) {
        return refuse(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.");
      }
      sent.set(key, earlier);
      return { status: 200, body: { id: earlier.id } };
    },
  };
}

/** https://documenter.getpostman.com/view/663428/RzfmES4z: an account is an e-mail address, its password `correct`. */
function eskiz(): Vendor {
  const emails = new Map<string, string>();
  return {
    accountOf: ({ bearer, body }) => emails.get(bearer) ?? (typeof body.email === "string" ? body.email : ""),
    answer({ path, bearer, body }) {
      if (path === "/api/auth/login") {
        if (body.password !== "correct") return { status: 401, body: { message: "Invalid login or password" } };
        const token = randomUUID();
        emails.set(token, String(body.email));
        return { status: 200, body: { message: "token_generated", data: { token }, token_type: "bearer" } };
      }
      if (path !== "/api/message/sms/send") return { status: 404, body: { message: "Not found" } };
      if (!emails.has(bearer)) return { status: 401, body: { status: "token-invalid", message: "Expired" } };
      if (!/^998\d{9}$/.test(String(body.mobile_phone))) {
        return { status: 400, body: { status: "error", message: `Invalid number: ${body.mobile_phone}` } };
      }
      return { status: 200, body: { id: randomUUID(), status: "waiting", message: "Waiting for SMS provider" } };
    },
  };
}

/** https://platform.openai.com/docs/api-reference/chat: an account is an API key. It words what it gets, number by number. */
function openai(): Vendor {
  const refuse = (status: number, code: string, message: string): VendorReply => ({
    status,
    body: { error: { message, type: "invalid_request_error", param: null, code } },
  });
  return {
    accountOf: ({ bearer }) => bearer,
    answer({ path, bearer, body }) {
      if (path !== "/v1/chat/completions") return refuse(404, "unknown_url", `Unknown request URL: POST ${path}`);
      if (!bearer.startsWith("sk-")) return refuse(401, "invalid_api_key", "Incorrect API key provided");
      if (typeof body.model !== "string") return refuse(400, "missing_required_parameter", "you must provide a model");
      const messages = body.messages as { role: string; content: string }[] | undefined;
      const format = body.response_format as
        | { type: string; json_schema?: { strict?: boolean; schema?: object } }
        | undefined;
      if (!Array.isArray(messages)) return refuse(400, "missing_required_parameter", "Missing 'messages'");
      if (format?.type !== "json_schema" || !format.json_schema?.strict || !isStrict(format.json_schema.schema)) {
        return refuse(400, "invalid_json_schema", "Invalid schema for response_format");
      }
      const asked = JSON.parse(messages.findLast(({ role }) => role === "user")?.content ?? "{}");
      return { status: 200, body: chatCompletion(body.model, JSON.stringify(worded(asked))) };
    },
  };
}

/** A reply of OpenAI with this text. */
const chatCompletion = (model: string, content: string): object => ({
  id: `chatcmpl-${randomUUID()}`,
  object: "chat.completion",
  created: 1_764_000_000,
  model: `${model}-2024-07-18`,
  choices: [
    {
      index: 0,
      message: { role: "assistant", content, refusal: null, annotations: [] },
      logprobs: null,
      finish_reason: "stop",
    },
  ],
  usage: { prompt_tokens: 200, completion_tokens: 34, total_tokens: 234 },
  service_tier: "default",
});

/** OpenAI takes only schemas whose objects require all of their fields and allow no others. */
function isStrict(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return true;
  if (Array.isArray(schema)) return schema.every(isStrict);
  const { type, properties = {}, required = [], additionalProperties } = schema as Record<string, unknown>;
  const names = Object.keys(properties as object);
  const isWhole = names.every((name) => (required as string[]).includes(name)) && additionalProperties === false;
  return (type !== "object" || isWhole) && Object.values(schema).every(isStrict);
}

/** What the fake model says: all numbers of the facts. */
function worded({ question, language, facts, insights = [] }: Record<string, unknown>): object {
  const numbersOf = (value: unknown) =>
    JSON.stringify(value)
      .match(/-?\d+(?:\.\d+)?/g)
      ?.join("; ") ?? "";
  if (question !== undefined) return { answer: `[${language}] ${numbersOf(facts)}` };
  return {
    insights: (insights as { key: string; rule: string; facts: unknown }[]).map(({ key, rule, facts: own }) => ({
      key,
      title: `[${language}] ${rule}`,
      body: `Body ${numbersOf(own)}`,
      explain: `Explain ${rule}`,
      push: `Push ${rule}`,
    })),
  };
}

/** A chat that takes what is posted to `/<account>`, as https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. */
function alerts(): Vendor {
  return {
    accountOf: ({ path }) => path.slice(1),
    answer: ({ body }) => ({ status: typeof body.text === "string" ? 200 : 400 }),
  };
}

/** Documents that central banks publish, by the paths of their own sites; an account is `<name>/<bank>`. */
const SAMPLES: Readonly<Record<string, [path: string, file: string]>> = {
  cbu: ["/uz/arkhiv-kursov-valyut/json/", "cbu.json"],
  cbr: ["/scripts/XML_daily.asp", "cbr.xml"],
  tcmb: ["/kurlar/today.xml", "tcmb.xml"],
  ecb: ["/stats/eurofxref/eurofxref-daily.xml", "ecb.xml"],
  boe: ["/boeapps/database/_iadb-fromshowcolumns.asp", "boe.csv"],
};

/** Central banks, as the recorded samples have them. */
function banks(): Vendor {
  return {
    accountOf: ({ path }) => path.split("/").slice(1, 3).join("/"),
    async answer({ path }) {
      const [, , bank = "", ...rest] = path.split("/");
      const [documentPath, file = ""] = SAMPLES[bank] ?? [];
      if (documentPath !== `/${rest.join("/")}`) return { status: 404 };
      const sample = await readFile(`${import.meta.dirname}/../leora/finance/fx/samples/${file}`);
      return { status: 200, headers: { "Content-Type": "text/plain" }, base64: sample.toString("base64") };
    },
  };
}
