import { describe, expect, it } from "vitest";
import { type Bindings, parseEnv } from "../src/env.ts";
import { unsafeCast } from "../src/kernel/cast.ts";
import { PRODUCTION } from "./support/production.ts";

const parse = (variables: Record<string, unknown>) => parseEnv(unsafeCast<Bindings>(variables));

describe.each(["production", "staging"])("%s", (ENVIRONMENT) => {
  const deployed = { ...PRODUCTION, ENVIRONMENT };

  it("starts with everything set", () => {
    expect(parse(deployed).RATE_LIMITS).toEqual({ auth: 10, read: 100, write: 50, sync: 20, ai: 10, info: 300 });
    expect(parse(deployed).PASSWORD_COST).toBe(10);
  });

  it.each([
    ["TOKEN_SECRET", "development-only-token-secret-change-me"],
    ["TOKEN_SECRET", "short"],
    ["TOKEN_SECRET", undefined],
    ["RATE_LIMITS", "off"],
    ["PASSWORD_COST", "9"],
    ["RESEND_API_KEY", undefined],
    ["ESKIZ_PASSWORD", undefined],
    ["OPERATIONS_TOKEN", "too-short-by-one-character-0123"],
    ["ALERT_WEBHOOK_URL", "http://chat.example/hook-of-secret"],
    ["ALERT_WEBHOOK_URL", "hook-of-secret"],
    ["TOKEN_ENCRYPTION_KEYS", undefined],
    ["TOKEN_ENCRYPTION_KEYS", "mine:ZGV2ZWxvcG1lbnQtb25seS1lbmNyeXB0aW9uLWtleS4="],
    ["TOKEN_ENCRYPTION_KEYS", "a-key-without-an-id"],
    ["CRM_BOOTSTRAP_SECRET", undefined],
    ["CRM_BOOTSTRAP_SECRET", "too-short-by-one-character-0123"],
  ])("refuses %s = %s, and does not print it", (name, value) => {
    const attempt = () => parse({ ...deployed, [name]: value });
    expect(attempt).toThrow(name);
    if (value && value !== "off" && value !== "9") expect(attempt).not.toThrow(value);
  });
});

it("takes every rate limit from its variable; `info` may be left out", () => {
  const limits = "auth=1,read=2,write=3,sync=4,ai=5";
  const parsed = { auth: 1, read: 2, write: 3, sync: 4, ai: 5 };
  expect(parse({ ...PRODUCTION, RATE_LIMITS: limits }).RATE_LIMITS).toEqual({ ...parsed, info: 300 });
  expect(parse({ ...PRODUCTION, RATE_LIMITS: `${limits},info=6` }).RATE_LIMITS).toEqual({ ...parsed, info: 6 });
});

it.each([
  ["HOSTS", "{"],
  ["HOSTS", '{"wallet.example":"kosheloc"}'],
  ["RATE_LIMITS", "auth=10"],
  ["RATE_LIMITS", "auth=0,read=1,write=1,sync=1,ai=1"],
  ["ENVIRONMENT", "preview"],
  ["PASSWORD_COST", "3"],
  ["PASSWORD_COST", "10.5"],
  ["PASSWORD_COST", "16"],
  ["PASSWORD_COST", ""],
  ["SMS_COUNTRIES", "uz"],
  ["SMS_COUNTRIES", "+998"],
  ["SMS_COUNTRIES", "998,0"],
])("refuses %s = %s", (name, value) => {
  expect(() => parse({ ENVIRONMENT: "development", TOKEN_SECRET: "x".repeat(32), [name]: value })).toThrow(name);
});

it("knows hostnames in lower case, as URLs have them", () => {
  const parsed = parse({ ...PRODUCTION, HOSTS: '{"Wallet.Example":"koshelok"}' });
  expect(parsed.HOSTS).toEqual({ "wallet.example": "koshelok" });
});
