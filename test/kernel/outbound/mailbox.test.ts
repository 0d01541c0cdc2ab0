import { env, exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { type Bindings, parseEnv } from "../../../src/env.ts";
import { readMailbox } from "../../../src/kernel/outbound/mailbox.ts";
import { sendMessage } from "../../../src/kernel/outbound/message.ts";
import worker from "../../../src/worker.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { PRODUCTION } from "../../support/production.ts";
import { deliver, mailTo, NOW, smsTo } from "./support.ts";

const LETTER = { channel: "email", subject: "Tasdiqlash kodi", text: "Kodingiz: 493817" } as const;
const AT = "2026-10-01T09:30:00.000Z";

const read = async (query: string): Promise<unknown> =>
  (await exports.default.fetch(`http://localhost:8787/dev/mailbox?${query}`)).json();

describe("the dev mailbox", () => {
  it("shows what was sent, through the real queue", async () => {
    freezeTime(NOW);
    await sendMessage(parseEnv(env), { ...LETTER, to: "dilnoza@example.com" });
    const expected = [{ to: "dilnoza@example.com", ...LETTER, at: AT }];
    await vi.waitFor(async () => expect(await read("to=dilnoza@example.com")).toEqual(expected), { timeout: 5000 });
  });

  it("shows the newest first, also of one millisecond", async () => {
    freezeTime(NOW);
    const queue: unknown[] = [];
    const OUTBOUND = { send: async (body: unknown) => void queue.push(body) };
    const sender = parseEnv({ ...env, OUTBOUND } as unknown as Bindings);
    for (const text of ["one", "two", "three"]) await sendMessage(sender, { ...LETTER, to: "order@example.com", text });
    passTime(1);
    await sendMessage(sender, { ...LETTER, to: "order@example.com", text: "four" });
    await deliver(queue.toReversed());
    const mails = await readMailbox(parseEnv(env), "order@example.com");
    expect(mails.map(({ text }) => text)).toEqual(["four", "three", "two", "one"]);
  });

  it("keeps a message once, however often it is delivered", async () => {
    const message = mailTo("twice@example.com");
    await deliver([message]);
    await deliver([message], { attempts: 2 });
    expect(await readMailbox(parseEnv(env), "twice@example.com")).toHaveLength(1);
  });

  it("finds phone numbers and tagged addresses also with an unescaped plus, and addresses in any case", async () => {
    await deliver([smsTo("+998901234567", { text: "Kod: 1" }), mailTo("Aziz+leora@Example.com")]);
    const sms = { to: "+998901234567", channel: "sms", subject: "", text: "Kod: 1", at: AT };
    expect(await read("to=%2B998901234567")).toEqual([sms]);
    expect(await read("to=+998901234567")).toEqual([sms]);
    expect(await read("to=aziz+leora@example.com")).toEqual([{ to: "Aziz+leora@Example.com", ...LETTER, at: AT }]);
  });

  it("shows nobody else's mail", async () => {
    await deliver([mailTo("ann@example.com"), mailTo("ann@example.com.uz"), mailTo("x/ann@example.com")]);
    expect(await readMailbox(parseEnv(env), "ann@example.com")).toHaveLength(1);
    for (const to of ["to=", "to=ann", "to=x", "to=%25", ""]) expect(await read(to)).toEqual([]);
  });

  it("does not exist in production", async () => {
    await deliver([mailTo("prod@example.com")]);
    const request = new Request("https://localhost:8787/dev/mailbox?to=prod@example.com");
    const execution = { waitUntil() {}, passThroughOnException() {} } as unknown as ExecutionContext;
    const reply = await worker.fetch(request, { ...env, ...PRODUCTION }, execution);
    expect(reply.status).toBe(404);
  });
});
