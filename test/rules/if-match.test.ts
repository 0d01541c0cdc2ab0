import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { takesIfMatch } from "../../src/kernel/http/if-match.ts";
import { named } from "./catalog.ts";
import { has, subjects } from "./subjects.ts";
import { requireGood } from "./world.ts";

// Every endpoint of every product that takes `If-Match`, with every form that the header may have.

/** Headers by the version that the row has; it is never the first one. */
const HEADERS: Readonly<Record<"accepted" | "another" | "garbage", (version: number) => string[]>> = {
  accepted: (version) => [
    "*",
    " * ",
    `"${version}"`,
    `W/"${version}"`,
    `"${version - 1}", "${version}"`,
    `"${version}","a,b",W/"x"`,
    `,, "${version}" ,,`,
  ],
  another: (version) => [
    `"${version - 1}"`,
    `"${version + 1}"`,
    `W/"${version + 1}"`,
    `"${version - 1}", "${version + 1}", "${version + 2}"`,
    `"0"`,
    `"-${version}"`,
    `"0${version}"`,
    `"${version}.0"`,
    `"${version}e0"`,
    `"999999999999999"`,
    `"9007199254740993"`,
    `"${"9".repeat(400)}"`,
    `""`,
    `"*"`,
    `"version-${version}"`,
    `"x,${version}"`,
  ],
  garbage: (version) => [
    ",",
    String(version),
    `'${version}'`,
    `"${version}`,
    `${version}"`,
    `w/"${version}"`,
    `W/${version}`,
    `"${version}" "${version}"`,
    `"${version}""${version + 1}"`,
    `"${version}", *`,
    `*, "${version}"`,
    "**",
    `"${version}"; q=1`,
    `"x ${version}"`,
    `"${"\t".repeat(5000)}`,
  ],
};

describe.each(subjects.filter(has(takesIfMatch)))("$name: If-Match", (subject) => {
  const { goodCall, newWorld } = subject;
  const { endpoints, send, requireDocumented } = subject.catalog;

  /** A world whose row has been changed, the call that changes it again, and its version as a GET shows it. */
  async function worldOf(endpoint: AnyEndpoint) {
    const world = await newWorld();
    const siblings = endpoints.filter(({ path }) => path === endpoint.path);
    const [read, put] = ["get", "put"].map((method) => siblings.find((sibling) => sibling.method === method));
    if (!read || !put) throw new Error(`${endpoint.path} has a version, but no GET and PUT`);
    const look = async () => send(world.owner, read, await goodCall(read, world));
    requireGood(put, await send(world.owner, put, await goodCall(put, world)));
    const call = await goodCall(endpoint, world);
    const version = Number(/^"(\d+)"$/.exec((await look()).headers.get("etag") ?? "")?.[1]);
    expect(version).toBeGreaterThan(1);
    const change = (ifMatch: string) => send(world.owner, endpoint, call, { "If-Match": ifMatch });
    return { look, change, version };
  }

  it.each(named(endpoints.filter(takesIfMatch)))("%s leaves a row of another version alone", async (_, endpoint) => {
    const { look, change, version } = await worldOf(endpoint);
    const before = await look();
    const refusals = new Set<string>();
    for (const header of HEADERS.another(version)) {
      const reply = await change(header);
      requireDocumented(endpoint, reply);
      expect({ header, status: reply.status, etag: reply.headers.get("etag"), data: reply.data }).toEqual({
        header,
        status: 409,
        etag: `"${version}"`,
        data: before.data,
      });
      refusals.add(reply.text);
    }
    expect(refusals.size).toBe(1);
    expect((await look()).text).toBe(before.text);
  });

  it.each(named(endpoints.filter(takesIfMatch)))("%s refuses what is no list of tags", async (_, endpoint) => {
    const { look, change, version } = await worldOf(endpoint);
    const before = await look();
    for (const header of HEADERS.garbage(version)) {
      const reply = await change(header);
      requireDocumented(endpoint, reply);
      expect({ header, status: reply.status }).toEqual({ header, status: 400 });
      expect(reply.text).toContain("If-Match");
    }
    expect((await look()).text).toBe(before.text);
  });

  it.each(named(endpoints.filter(takesIfMatch)))("%s accepts the row's version in a list", async (_, endpoint) => {
    const isEdit = endpoint.method !== "delete";
    const edited = isEdit ? await worldOf(endpoint) : null;
    for (const index of HEADERS.accepted(1).keys()) {
      const { change, version } = edited ?? (await worldOf(endpoint));
      const header = HEADERS.accepted(version + (isEdit ? index : 0))[index] ?? "";
      const reply = await change(header);
      expect({ header, status: reply.status }).toEqual({ header, status: endpoint.status ?? 200 });
      if (isEdit) expect(reply.headers.get("etag")).toBe(`"${version + index + 1}"`);
    }
  });
});
