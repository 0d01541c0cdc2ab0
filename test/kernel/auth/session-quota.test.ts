import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { visitor as crmVisitor, newSeller } from "../../crm/support.ts";
import { bearer, codeTo, newcomer, newUser, PASSWORD as PIN, uniqueEmail, visitor } from "../../koshelok/support.ts";
import { PASSWORD } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

// That one session too many ends the least recently used one. Leora's, with devices and sockets: test/leora/identity/quotas.test.ts.

const MAX = 30;
const TIMEOUT_MS = 60_000;

const sessionsOf = (database: D1Database, userId: unknown) =>
  database.prepare("SELECT count(*) AS rows FROM userSessions WHERE userId = ?").bind(String(userId)).first("rows");

it(
  "CRM",
  async () => {
    freezeTime(Date.now());
    const seller = await newSeller();
    const signIn = () => crmVisitor().post("/auth/login", { email: seller.user.email, password: PASSWORD });
    for (let count = 1; count < MAX; count += 1) {
      passTime(1000);
      await signIn();
    }
    expect((await seller.get("/auth/me")).status).toBe(200);
    passTime(1000);
    expect((await signIn()).status).toBe(200);
    expect((await seller.get("/auth/me")).status).toBe(401);
    expect((await crmVisitor().post("/auth/refresh", { refreshToken: seller.refreshToken })).status).toBe(401);
    expect(await sessionsOf(env.CRM_DB, seller.user.id)).toBe(MAX);
  },
  TIMEOUT_MS,
);

it(
  "Koshelok",
  async () => {
    const { user, accessToken } = await newUser();
    const { id } =
      (await env.KOSHELOK_DB.prepare("SELECT id FROM users WHERE address = ?").bind(user.address).first()) ?? {};
    const signIn = () => visitor().post("/users/login/", { user_input: user.address, password: PIN });
    freezeTime(Date.now());
    for (let count = 1; count < MAX; count += 1) {
      passTime(1000);
      await signIn();
    }
    const dashboard = () => bearer(accessToken ?? "").get("/finance/dashboard/");
    expect((await dashboard()).status).toBe(200);
    passTime(1000);
    await signIn();
    expect((await dashboard()).status).toBe(401);
    expect(await sessionsOf(env.KOSHELOK_DB, id)).toBe(MAX);
  },
  TIMEOUT_MS,
);

it(
  "Koshelok's sign-ups: each code that is asked for and verified is a session too",
  async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const address = uniqueEmail();
    const first = await newcomer(address);
    let mails = 1;
    for (let day = 1; day <= 4; day += 1) {
      for (let count = 1; count <= 9; count += 1) {
        passTime(1000);
        await newcomer(address);
        mails += 1;
      }
      passTime(86_400_000);
    }
    expect(await sessionsOf(env.KOSHELOK_DB, first.user.id)).toBe(MAX);
    const last = await newcomer(address);
    const verify = await last.post("/users/code_verify/", { code: await codeTo(address, mails + 1) });
    expect([verify.status, await sessionsOf(env.KOSHELOK_DB, first.user.id)]).toEqual([200, MAX]);
  },
  TIMEOUT_MS,
);
