import { beforeAll, describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { bomb, gzip } from "../support/gzip.ts";
import { named } from "./catalog.ts";
import { has, type Subject, subjects } from "./subjects.ts";
import type { World } from "./world.ts";

const takesBody = ({ method }: AnyEndpoint) => method !== "get";

/** A content type that the endpoint takes. */
const typeOf = ({ upload, stream }: AnyEndpoint): string =>
  stream?.types[0] ?? (upload ? "multipart/form-data; boundary=b" : "application/json");

async function send(
  { catalog, goodCall }: Subject,
  endpoint: AnyEndpoint,
  world: World,
  coding: string,
  body: BodyInit,
): Promise<Reply> {
  const call = await goodCall(endpoint, world);
  const headers = { "Content-Type": typeOf(endpoint), "Content-Encoding": coding };
  const path = catalog.pathOf(endpoint, call);
  return (call.by ?? world.owner).requestRaw(endpoint.method.toUpperCase(), path, body, headers);
}

describe.each(subjects.filter(has(takesBody)))("$name: a compressed body is refused in words", (subject) => {
  const { endpoints, requireDocumented } = subject.catalog;
  const large = bomb();
  let world: World;

  beforeAll(async () => {
    world = await subject.newWorld();
  });

  it.each(named(endpoints.filter(takesBody)))("%s", async (_, endpoint) => {
    const replies = [
      await send(subject, endpoint, world, "br", "a"),
      await send(subject, endpoint, world, "gzip", "not gzip"),
      await send(subject, endpoint, world, "gzip", gzip("{").slice(0, -4)),
      await send(subject, endpoint, world, "gzip", large),
    ];
    // A form with one file reports on its field.
    const tooLarge = endpoint.upload ? 400 : 413;
    expect(replies.map(({ status }) => status)).toEqual([415, 400, 400, tooLarge]);
    for (const reply of replies) requireDocumented(endpoint, reply);
    expect(replies[0]?.headers.get("accept-encoding")).toBe("gzip");
  });
});
