import { describe, expect, it } from "vitest";
import { type Actor, newActor, type Reply } from "../../support/actor.ts";
import { bomb, GZIPPED, gzip } from "../../support/gzip.ts";

const MIB = 1024 * 1024;

const problem = ({ status, error }: Reply) => [status, error?.code];
const post = (actor: Actor, body: BodyInit, headers: Record<string, string> = GZIPPED) =>
  actor.requestRaw("POST", "/v1/tasks", body, headers);
const coded = (coding: string) => ({ ...GZIPPED, "Content-Encoding": coding });

describe("a compressed body", () => {
  it.each(["gzip", "x-gzip", "GZIP", "identity, gzip", " gzip ,"])("is inflated: %s", async (coding) => {
    const reply = await post(await newActor(), gzip('{"title":"Ўзбекча"}'), coded(coding));
    expect([reply.status, reply.data.title]).toEqual([201, "Ўзбекча"]);
  });

  it.each(["identity", "", "Identity, identity"])("is none: %s", async (coding) => {
    const reply = await post(await newActor(), '{"title":"a"}', coded(coding));
    expect(reply.status).toBe(201);
  });

  it.each(["br", "deflate", "zstd", "gzip, gzip", "br, gzip", "*"])("is refused: %s", async (coding) => {
    const actor = await newActor();
    const reply = await post(actor, gzip('{"title":"a"}'), coded(coding));
    expect(problem(reply)).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    expect(reply.headers.get("accept-encoding")).toBe("gzip");
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
  });

  it.each([
    ["plain text", '{"title":"a"}'],
    ["cut off", gzip('{"title":"a"}').slice(0, -9)],
    ["without its checksum", gzip('{"title":"a"}').slice(0, -8)],
    ["of another checksum", gzip('{"title":"a"}').fill(0, -8, -4)],
    ["of no JSON", gzip('{"title"')],
    ["of invalid UTF-8", gzip(new Uint8Array([0x22, 0xff, 0x22]))],
  ])("is refused: %s", async (_what, body) => {
    expect(problem(await post(await newActor(), body))).toEqual([400, "VALIDATION_ERROR"]);
  });

  it("has the same idempotency key as the body that it holds", async () => {
    const actor = await newActor();
    const text = '{"title":"once"}';
    const first = await post(actor, text, { "Content-Type": "application/json", "Idempotency-Key": "k" });
    const second = await post(actor, gzip(text), { ...GZIPPED, "Idempotency-Key": "k" });
    expect([second.headers.get("idempotency-replayed"), second.data]).toEqual(["true", first.data]);
    const other = await post(actor, gzip('{"title":"other"}'), { ...GZIPPED, "Idempotency-Key": "k" });
    expect(problem(other)).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });
});

describe("the size of a compressed body", () => {
  /** JSON of exactly so many bytes. */
  const padded = (bytes: number) => `{"title":"a"${" ".repeat(bytes - 13)}}`;

  /** A body whose length nobody knows beforehand. */
  const streamOf = (bytes: Uint8Array<ArrayBuffer>) =>
    new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    });

  it("counts inflated, to the byte", async () => {
    const actor = await newActor();
    expect((await post(actor, gzip(padded(MIB)))).status).toBe(201);
    expect(problem(await post(actor, gzip(padded(MIB + 1))))).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  it("counts as it is sent, too, also when nobody says how long it is", async () => {
    const actor = await newActor();
    const random = new Uint8Array(2 * MIB).map((_, index) => (index * index) % 251);
    expect(problem(await post(actor, random))).toEqual([413, "PAYLOAD_TOO_LARGE"]);
    expect(problem(await post(actor, streamOf(random)))).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  });

  it("ends the inflating: of 1 MiB that is 1,000 MiB, nobody sees the corrupt end", async () => {
    const body = bomb();
    expect(body.byteLength).toBeLessThan(MIB);
    const actor = await newActor();
    const replies = [await post(actor, body), await post(actor, streamOf(body))];
    expect(replies.map(problem)).toEqual(Array(2).fill([413, "PAYLOAD_TOO_LARGE"]));
  });
});
