import { expect, it } from "vitest";
import { deliver, mailTo, resendAccount } from "./support.ts";

const MIB = 1024 * 1024;
const BODY = { id: "1" };
const LENGTH = JSON.stringify(BODY).length;

it("a reply of 1 MiB is read, and one that is longer by a byte is none", async () => {
  const { account, bindings } = resendAccount();
  const send = () => deliver([mailTo("long@example.com")], { bindings });
  await account.answerNext({ status: 200, body: BODY, padBytes: MIB - LENGTH });
  expect(await send()).toEqual({ acked: ["m0"], retried: {} });
  await account.answerNext({ status: 200, body: BODY, padBytes: MIB - LENGTH + 1 });
  expect(await send()).toEqual({ acked: [], retried: { m0: 10 } });
});

it("a reply without end is read no further", async () => {
  const { account, bindings } = resendAccount();
  await account.answerNext({ status: 200, body: BODY, padBytes: 256 * MIB });
  expect(await deliver([mailTo("endless@example.com")], { bindings })).toEqual({ acked: [], retried: { m0: 10 } });
  const [call] = await account.calls();
  // What networks hold back on the way is sent, too.
  expect(call?.paddedBytes).toBeLessThan(64 * MIB);
});

it("a compressed reply counts as it is inflated", async () => {
  const { account, bindings } = resendAccount();
  const gzipped = async (length: number) => {
    const body = new Blob([JSON.stringify(BODY), " ".repeat(length - LENGTH)]).stream();
    const bytes = await new Response(body.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
    const base64 = Buffer.from(bytes).toString("base64");
    return { status: 200, headers: { "Content-Encoding": "gzip" }, base64 };
  };
  const send = () => deliver([mailTo("gzip@example.com")], { bindings });
  await account.answerNext(await gzipped(MIB), await gzipped(MIB + 1));
  expect(await send()).toEqual({ acked: ["m0"], retried: {} });
  expect(await send()).toEqual({ acked: [], retried: { m0: 10 } });
});
