import { afterEach, describe, expect, it, vi } from "vitest";
import { recordLog } from "../../support/log.ts";
import { deadLetter, deliver, eskizAccount, mailTo, resendAccount, smsTo } from "./support.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** R2 that is out of order. */
const FILES = { put: () => Promise.reject(new Error("R2 is down")) } as unknown as R2Bucket;

describe("the outbound queue", () => {
  it("treats every message of a batch on its own", async () => {
    const [mail, sms] = [resendAccount(), eskizAccount()];
    await sms.account.answerNext({ status: 500 });
    const messages = [mailTo("first@example.com"), mailTo("no-address"), { channel: "pigeon" }, smsTo("+998901112233")];
    expect(await deliver(messages, { bindings: { ...mail.bindings, ...sms.bindings } })).toEqual({
      acked: ["m0", "m1", "m2"],
      retried: { m3: 10 },
    });
  });

  it("waits twice as long before each further attempt", async () => {
    const { account, bindings } = resendAccount();
    const delays = [];
    for (const attempts of [1, 2, 3, 4, 5]) {
      await account.answerNext({ status: 503 });
      const { retried } = await deliver([mailTo("slow@example.com")], { bindings, attempts });
      delays.push(retried.m0);
    }
    expect(delays).toEqual([10, 20, 40, 80, 160]);
  });

  it("buries what is no message, under the queue's id", async () => {
    const body = { id: "no-uuid", channel: "email", to: "x@example.com" };
    expect(await deliver([body])).toEqual({ acked: ["m0"], retried: {} });
    expect(await deadLetter("m0")).toEqual({ reason: "malformed", body });
  });

  it("tries again when the dev mailbox cannot keep a message", async () => {
    const { acked, retried } = await deliver([mailTo("down@example.com")], { bindings: { FILES } });
    expect({ acked, retried }).toEqual({ acked: [], retried: { m0: 10 } });
  });

  it("refuses queues it does not know", async () => {
    await expect(deliver([mailTo("x@example.com")], { queue: "unknown" })).rejects.toThrow(
      "No consumer for queue unknown",
    );
  });
});

describe("dead letters", () => {
  it("keep the whole message, so that it can be sent again", async () => {
    const message = mailTo("dead@example.com");
    expect(await deliver([message], { queue: "outbound-dead" })).toEqual({ acked: ["m0"], retried: {} });
    expect(await deadLetter(message.id)).toEqual({ reason: "retries exhausted", body: message });
  });

  it("stay in their queue while they cannot be kept", async () => {
    const { acked, retried } = await deliver([mailTo("kept@example.com")], {
      queue: "outbound-dead",
      attempts: 4,
      bindings: { FILES },
    });
    expect({ acked, retried }).toEqual({ acked: [], retried: { m0: 80 } });
  });

  it("are logged in one line that recognizes the recipient without naming it", async () => {
    const lines = recordLog();
    const [letter, sms] = [mailTo("gulnora@example.com"), smsTo("+998931234567")];
    await deliver([letter], { queue: "outbound-dead", attempts: 3 });
    await deliver([sms], { queue: "outbound-dead" });
    const line = { level: "error", event: "dead letter", reason: "retries exhausted" };
    expect(lines).toEqual([
      { ...line, key: keyOf(letter.id), channel: "email", to: "g…@example.com", attempts: 3 },
      { ...line, key: keyOf(sms.id), channel: "sms", to: "…67", attempts: 1 },
    ]);
  });
});

describe("the log", () => {
  it("never tells what was written, to whom, or with which key", async () => {
    const lines = recordLog();
    const [mail, sms] = [resendAccount(), eskizAccount()];
    const bindings = { ...mail.bindings, ...sms.bindings };
    // Delivered, refused, failed, hung up, malformed, buried: once each, on both channels where there are two.
    await deliver([mailTo("shahnoza@example.com"), mailTo("shahnoza-no-address"), smsTo("+998935550011")], {
      bindings,
    });
    await mail.account.answerNext({ status: 500 });
    await sms.account.answerNext({ status: 0 });
    await deliver([mailTo("shahnoza@example.com"), smsTo("+998935550011"), smsTo("+99893555001199")], { bindings });
    await deliver([{ ...mailTo("shahnoza@example.com"), id: "broken" }], { bindings });
    await deliver([mailTo("shahnoza@example.com")], { bindings: { FILES } });
    await deliver([mailTo("shahnoza@example.com")], { queue: "outbound-dead" });

    const text = JSON.stringify(lines);
    expect(lines.length).toBeGreaterThanOrEqual(9);
    for (const secret of [
      "493817",
      "shahnoza@",
      "shahnoza-no",
      "935550011",
      "correct",
      mail.account.name,
      sms.account.name,
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});

const keyOf = (id: string) => `dead-letters/2026-10-01/${id}.json`;
