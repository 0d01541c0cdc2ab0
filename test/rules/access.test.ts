import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Actor } from "../support/actor.ts";
import { named } from "./catalog.ts";
import { subjects } from "./subjects.ts";

/** Ids of no rows: callers who are not admitted must not find out even that. */
const params = { id: crypto.randomUUID(), itemId: crypto.randomUUID() };
const MALFORMED = "{";

describe.each(subjects)("$name", ({ catalog, anonymous, newUser, signOut, codeOf, tokenRefused }) => {
  const { endpoints, pathOf, requireDocumented } = catalog;
  const closed = endpoints.filter(({ access }) => access === "user");
  const restricted = endpoints.filter(({ role }) => role);

  const statusOf = async (actor: Actor, endpoint: AnyEndpoint): Promise<number> => {
    const path = pathOf(endpoint, { params, query: "" });
    return (await actor.request(endpoint.method.toUpperCase(), path)).status;
  };

  describe("an endpoint that is not public", () => {
    it.each(named(closed))("%s refuses who has no valid token", async (_, endpoint) => {
      const path = pathOf(endpoint, { params, query: "" });
      const body = endpoint.method === "get" ? undefined : MALFORMED;
      for (const authorization of ["", "Bearer", "Bearer garbage", `Bearer ${"x".repeat(5000)}`, "Basic dTpw"]) {
        const reply = await anonymous().requestRaw(endpoint.method.toUpperCase(), path, body, {
          Authorization: authorization,
        });
        expect(reply.status).toBe(401);
        expect(tokenRefused).toContain(codeOf(reply));
        requireDocumented(endpoint, reply);
      }
    });

    it("refuses a session that has ended, on every path at once", async () => {
      const actor = await newUser();
      await signOut(actor);
      const refused = await Promise.all(closed.map((endpoint) => statusOf(actor, endpoint)));
      expect(refused).toEqual(closed.map(() => 401));
    });
  });

  describe.runIf(restricted.length > 0)("an endpoint for some roles", () => {
    it.each(named(restricted))("%s refuses users with other ones", async (_, endpoint) => {
      expect(await statusOf(await newUser(), endpoint)).toBe(403);
    });
  });
});
