import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { principalLoaders } from "../../../src/kernel/auth/principals.ts";
import { closeEndedSessions, endSessionsStatement, openSession } from "../../../src/kernel/auth/sessions.ts";
import { publicContext } from "../../../src/kernel/context.ts";
import { statement } from "../../../src/kernel/db/database.ts";
import { NO_CLIENT } from "../../../src/kernel/request.ts";

const HOUR_MS = 3_600_000;
const NOW = Date.parse("2026-11-24T10:00:00Z");

/** Koshelok's sessions have a column of its own. */
const contextAt = (now: number) =>
  publicContext({
    env: parseEnv(env),
    product: "koshelok",
    requestId: "test",
    now,
    client: NO_CLIENT,
    later: () => undefined,
  });

const ctx = contextAt(NOW);
const { loadSession, loadPrincipal } = principalLoaders({
  userById: (id) => statement("SELECT id, timezone FROM users WHERE id = ?", id),
  principalOf: (_ctx, { id, timezone }, session) => ({
    userId: String(id),
    role: "user",
    timezone: String(timezone),
    profile: { scope: session?.scope },
  }),
});

async function newUser(): Promise<string> {
  const [row] = await ctx.identity.all(
    statement(
      `INSERT INTO users (address, auth_type, auth_status, timezone, createdAt, updatedAt)
        VALUES (?, 'via_email', 'new', 'Asia/Tashkent', ?, ?) RETURNING id`,
      `${crypto.randomUUID()}@example.com`,
      NOW,
      NOW,
    ),
  );
  return String(row?.id);
}

async function opened(userId: string, columns: Record<string, string | null> = {}): Promise<string> {
  const { id, insert } = await openSession(ctx, { userId, lifetimeMs: HOUR_MS, columns });
  await ctx.identity.batch([insert]);
  return id;
}

describe("opening a session", () => {
  it("fills the product's own columns, with values or with SQL", async () => {
    const userId = await newUser();
    const { id, insert } = await openSession(ctx, {
      userId: statement("(SELECT id FROM users WHERE id = ? AND timezone = ?)", userId, "Asia/Tashkent"),
      lifetimeMs: HOUR_MS,
      columns: { scope: statement("lower(?)", "NEW") },
      when: statement("? < ?", 1, 2),
    });
    await ctx.identity.batch([insert]);
    expect(await loadSession(ctx, userId, id)).toEqual({
      principal: {
        userId,
        database: "KOSHELOK_DB",
        owner: Number(userId),
        role: "user",
        timezone: "Asia/Tashkent",
        profile: { scope: "new" },
      },
      expiresAt: NOW + HOUR_MS,
    });
  });

  it("leaves no trace when its condition does not hold", async () => {
    const userId = await newUser();
    const { id, insert } = await openSession(ctx, { userId, lifetimeMs: HOUR_MS, when: statement("? > ?", 1, 2) });
    await ctx.identity.batch([insert]);
    expect(await ctx.identity.all(statement("SELECT 1 FROM userSessions WHERE id = ?", id))).toEqual([]);
  });

  it("takes the id that other rows of the batch refer to", async () => {
    const id = crypto.randomUUID();
    const session = await openSession(ctx, { id, userId: await newUser(), lifetimeMs: HOUR_MS });
    expect(session.id).toBe(id);
    expect(session.refreshToken.startsWith(`${id}.`)).toBe(true);
  });
});

describe("loading a session", () => {
  it("finds it for its user alone, until it expires", async () => {
    const [userId, other] = [await newUser(), await newUser()];
    const id = await opened(userId);
    expect(await loadSession(ctx, other, id)).toBe(null);
    expect(await loadSession(contextAt(NOW + HOUR_MS - 1), userId, id)).not.toBe(null);
    expect(await loadSession(contextAt(NOW + HOUR_MS), userId, id)).toBe(null);
  });

  it("takes one D1 call, and so does loading the user alone", async () => {
    const userId = await newUser();
    const id = await opened(userId);
    const [first, second] = [contextAt(NOW), contextAt(NOW)];
    await loadSession(first, userId, id);
    expect((await loadPrincipal(second, userId))?.profile).toEqual({ scope: undefined });
    expect([first.meter, second.meter]).toEqual([
      { d1: 1, hub: 0 },
      { d1: 1, hub: 0 },
    ]);
  });

  it("finds nothing of a user that does not exist", async () => {
    const id = await opened("999999999");
    expect(await loadSession(ctx, "999999999", id)).toBe(null);
    expect(await loadPrincipal(ctx, "999999999")).toBe(null);
  });
});

describe("ending sessions", () => {
  it("ends those of the user that fulfil the condition, once, and tells the hub only when there were some", async () => {
    const [userId, other] = [await newUser(), await newUser()];
    const [first, second] = [await opened(userId, { scope: "new" }), await opened(userId)];
    await opened(other, { scope: "new" });
    const here = contextAt(NOW);
    const limited = endSessionsStatement(NOW, userId, statement("scope = ?", "new"));
    const ended = await here.identity.all(limited);
    expect(await closeEndedSessions(here, userId, ended)).toEqual([first]);
    expect(here.meter).toEqual({ d1: 1, hub: 1 });
    expect(await loadSession(ctx, userId, first)).toBe(null);
    expect(await loadSession(ctx, userId, second)).not.toBe(null);
    expect(await closeEndedSessions(here, userId, await here.identity.all(limited))).toEqual([]);
    expect(here.meter).toEqual({ d1: 2, hub: 1 });
  });
});
