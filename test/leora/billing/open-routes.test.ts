import { expect, it } from "vitest";
import { anonymous, PASSWORD } from "../../support/actor.ts";
import { Installation } from "./support.ts";

// Which of the rate limits hold for whoever has no token.

const limited = () => new Installation({ RATE_LIMITS: "auth=1,read=2,write=1,sync=1,ai=1" });

it.each(["plans", "features"])("reading %s counts as reading, and takes no attempt to sign in", async (what) => {
  const [installation, visitor] = [limited(), anonymous()];
  const statuses = [];
  for (let time = 0; time < 3; time++)
    statuses.push((await installation.get(visitor, `/v1/subscriptions/${what}`)).status);
  expect(statuses).toEqual([200, 200, 429]);
  const login = await installation.post(visitor, "/v1/auth/login", {
    emailOrUsername: "nobody@example.com",
    password: PASSWORD,
  });
  expect([login.status, login.error?.code]).toEqual([401, "AUTH_INVALID_CREDENTIALS"]);
});

it.each([
  ["stripe", 400],
  ["apple", 400],
  ["google", 401],
])("the webhook of %s has no limit", async (vendor, status) => {
  const [installation, sender] = [limited(), anonymous()];
  const statuses = [];
  for (let time = 0; time < 5; time++) {
    statuses.push((await installation.post(sender, `/v1/subscriptions/webhook/${vendor}`, {})).status);
  }
  expect(statuses).toEqual(Array(5).fill(status));
});
