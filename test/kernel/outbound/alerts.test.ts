import { createMessageBatch } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import worker from "../../../src/worker.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { RecordingDataset } from "../../support/metrics.ts";
import { VendorAccount } from "../../support/vendor-account.ts";
import { deliver, mailTo, NOW, resendAccount } from "./support.ts";

/** A chat of its own, and the variable that leads to it. */
function chat() {
  const account = new VendorAccount("alerts", crypto.randomUUID());
  const alerts = async () => (await account.calls()).map(({ body }) => body);
  return { account, alerts, bindings: { ALERT_WEBHOOK_URL: `${account.baseUrl}/${account.name}` } };
}

const alertOf = (queue: string, messages: number) => {
  const text = `[development] Messages of ${queue} that were given up: ${messages}`;
  return { text, content: text, event: "dead_letters", environment: "development", queue, messages };
};

describe("dead letters raise an alert", () => {
  it("one for a whole batch, which says nothing of the messages", async () => {
    const { alerts, bindings } = chat();
    const messages = [mailTo("private@example.com"), mailTo("other@example.com"), { channel: "pigeon" }];
    expect((await deliver(messages, { queue: "outbound-dead", bindings })).acked).toEqual(["m0", "m1", "m2"]);
    expect(await alerts()).toEqual([alertOf("outbound-dead", 3)]);
  });

  it("also those that a vendor refuses for good; what is delivered or comes again raises none", async () => {
    const [mail, { alerts, bindings }] = [resendAccount(), chat()];
    const all = { bindings: { ...mail.bindings, ...bindings } };
    await deliver([mailTo("fine@example.com"), mailTo("no-address")], all);
    await mail.account.answerNext({ status: 503 });
    await deliver([mailTo("later@example.com")], all);
    expect(await alerts()).toEqual([alertOf("outbound", 1)]);
  });

  it("one in a quarter of an hour for each queue, however many there are", async () => {
    freezeTime(NOW);
    const { alerts, bindings } = chat();
    const giveUp = (queue: string) => deliver([mailTo("a@example.com")], { queue, bindings });
    await giveUp("outbound-dead");
    passTime(15 * 60_000 - 1);
    await giveUp("outbound-dead");
    expect(await alerts()).toEqual([alertOf("outbound-dead", 1)]);
    await deliver([{ channel: "pigeon" }], { bindings });
    expect(await alerts()).toEqual([alertOf("outbound-dead", 1), alertOf("outbound", 1)]);
    passTime(1);
    await giveUp("outbound-dead");
    expect(await alerts()).toHaveLength(3);
  });

  it("also those that cannot be kept", async () => {
    const { alerts, bindings } = chat();
    const FILES = unsafeCast<R2Bucket>({ put: () => Promise.reject(new Error("R2 is down")) });
    const { acked } = await deliver([mailTo("a@example.com")], {
      queue: "outbound-dead",
      bindings: { ...bindings, FILES },
    });
    expect([acked, await alerts()]).toEqual([[], [alertOf("outbound-dead", 1)]]);
  });

  it("whatever counts them fails, they are raised", async () => {
    const { alerts, bindings } = chat();
    const FLOOD_GATE = unsafeCast<DurableObjectNamespace>({});
    await deliver([mailTo("a@example.com")], { queue: "outbound-dead", bindings: { ...bindings, FLOOD_GATE } });
    expect(await alerts()).toHaveLength(1);
  });

  it("a chat that is out of order keeps no message from being acknowledged", async () => {
    const { account, bindings } = chat();
    await account.answerNext({ status: 0 });
    expect((await deliver([mailTo("a@example.com")], { queue: "outbound-dead", bindings })).acked).toEqual(["m0"]);
  });

  it("nor does it matter that there is none", async () => {
    expect((await deliver([mailTo("a@example.com")], { queue: "outbound-dead" })).acked).toEqual(["m0"]);
  });
});

it("a batch is a data point: how many messages, how long the oldest has waited, how often they were tried before", async () => {
  freezeTime(NOW);
  const METRICS = new RecordingDataset();
  const messages = [
    { id: "a", timestamp: NOW - 500, attempts: 1, body: mailTo("a@example.com") },
    { id: "b", timestamp: NOW - 90_000, attempts: 3, body: mailTo("b@example.com") },
  ];
  await worker.queue(createMessageBatch("outbound", messages), { ...env, METRICS });
  expect(METRICS.points).toEqual([
    { indexes: ["queue/outbound"], blobs: ["queue", "outbound", ""], doubles: [2, 90_000, 2] },
  ]);
});
