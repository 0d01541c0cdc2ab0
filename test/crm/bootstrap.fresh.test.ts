import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { handle } from "../../src/api.ts";
import type { Bindings } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { replyOf } from "../support/actor.ts";
import { refusal, registration, visitor } from "./support.ts";

const SECRET = "an-invented-bootstrap-secret-of-0123";

const bindings = unsafeCast<Bindings>({ ...env, CRM_BOOTSTRAP_SECRET: SECRET });

/** Registers at an installation that has the secret. */
async function register(changes: object) {
  const actor = visitor();
  const body = JSON.stringify(registration(changes));
  const request = actor.requestOf("POST", "/auth/register", body);
  return replyOf(await handle(request, bindings, createExecutionContext()));
}

it("makes nobody administrator without the installation's bootstrap secret, where it has one", async () => {
  const refused = { status: 401, code: "UNAUTHORIZED" };
  for (const bootstrapSecret of [undefined, "wrong", SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()]) {
    const reply = await register({ bootstrapSecret });
    expect(refusal(reply)).toEqual(refused);
    expect(reply.headers.get("server-timing")).toBe('d1;desc="0", hub;desc="0"');
  }
  expect(refusal(await register({ bootstrapSecret: "" }))).toMatchObject({ status: 400, fields: ["bootstrapSecret"] });
  const first = await register({ bootstrapSecret: SECRET });
  expect([first.status, first.data.user.role]).toEqual([201, "admin"]);
  const second = await register({ bootstrapSecret: SECRET });
  // Who lacks the secret cannot tell from the answer whether there is an administrator already.
  expect([refusal(second), second.error?.message]).toEqual([
    refused,
    (await register({ bootstrapSecret: "wrong" })).error?.message,
  ]);
});
