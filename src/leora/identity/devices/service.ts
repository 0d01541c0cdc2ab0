import { and, asc, count, desc, eq, gt, isNull, ne, type SQL } from "drizzle-orm";
import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { notFound } from "../../../kernel/errors.ts";
import { toIso } from "../../../kernel/time.ts";
import { userDevices, userSessions } from "../table.ts";
import type { DeviceQuery, DeviceView, SessionQuery, SessionView } from "./contract.ts";

type Device = z.output<typeof DeviceView>;
type Session = z.output<typeof SessionView>;
type Page<View> = Promise<{ data: View[]; meta: PageMeta }>;

/** Spec 18.3 `GET /devices`; one D1 call. */
export async function listDevices(ctx: Context, query: z.output<typeof DeviceQuery>): Page<Device> {
  const { orm } = ctx.identity;
  const own = eq(userDevices.userId, ctx.userId);
  const direction = query.sortOrder === "asc" ? asc : desc;
  const [rows, [found]] = await orm.batch([
    orm
      .select()
      .from(userDevices)
      .where(own)
      .orderBy(direction(userDevices[query.sortBy]), direction(userDevices.id))
      .limit(query.limit)
      .offset((query.page - 1) * query.limit),
    orm.select({ total: count() }).from(userDevices).where(own),
  ]);
  return { data: rows.map(deviceView), meta: pageMeta(query, found?.total ?? 0) };
}

/** Forgets a device and ends its sessions. @throws not_found */
export async function removeDevice(ctx: Context, id: string): Promise<{ id: string }> {
  const { orm } = ctx.identity;
  const [ended, [removed]] = await orm.batch([
    ending(ctx, eq(userSessions.deviceId, id)),
    orm
      .delete(userDevices)
      .where(and(eq(userDevices.userId, ctx.userId), eq(userDevices.id, id)))
      .returning({ id: userDevices.id }),
  ]);
  if (!removed) throw notFound();
  await tellHub(ctx, ended);
  return removed;
}

/** @throws not_found */
export async function trustDevice(ctx: Context, id: string): Promise<Device> {
  const [device] = await ctx.identity.orm
    .update(userDevices)
    .set({ isTrusted: true, updatedAt: ctx.now })
    .where(and(eq(userDevices.userId, ctx.userId), eq(userDevices.id, id)))
    .returning();
  if (!device) throw notFound();
  return deviceView(device);
}

/** Spec 18.3 `GET /sessions`: those that may still be used; one D1 call. */
export async function listSessions(ctx: Context, query: z.output<typeof SessionQuery>): Page<Session> {
  const { orm } = ctx.identity;
  const live = liveSessions(ctx);
  const direction = query.sortOrder === "asc" ? asc : desc;
  const column = query.sortBy === "updatedAt" ? "lastUsedAt" : query.sortBy;
  const [rows, [found]] = await orm.batch([
    orm
      .select()
      .from(userSessions)
      .where(live)
      .orderBy(direction(userSessions[column]), direction(userSessions.id))
      .limit(query.limit)
      .offset((query.page - 1) * query.limit),
    orm.select({ total: count() }).from(userSessions).where(live),
  ]);
  return { data: rows.map((row) => sessionView(ctx, row)), meta: pageMeta(query, found?.total ?? 0) };
}

/** Ends one session, at once; the caller's own is a logout. @throws not_found when it has ended */
export async function endSession(ctx: Context, id: string): Promise<{ id: string }> {
  const [ended] = await tellHub(ctx, await ending(ctx, eq(userSessions.id, id)));
  if (!ended) throw notFound();
  return ended;
}

/** Ends all sessions but the caller's. */
export async function endOtherSessions(ctx: Context): Promise<{ revokedCount: number }> {
  const ended = await tellHub(ctx, await ending(ctx, ne(userSessions.id, ctx.sessionId)));
  return { revokedCount: ended.length };
}

const liveSessions = ({ userId, now }: Context): SQL | undefined =>
  and(eq(userSessions.userId, userId), isNull(userSessions.revokedAt), gt(userSessions.expiresAt, now));

const ending = (ctx: Context, which: SQL) =>
  ctx.identity.orm
    .update(userSessions)
    .set({ revokedAt: ctx.now })
    .where(and(liveSessions(ctx), which))
    .returning({ id: userSessions.id });

/** D1 first, then the hub: one that is evicted in between loads what D1 says. */
async function tellHub(ctx: Context, ended: { id: string }[]): Promise<{ id: string }[]> {
  if (ended.length > 0) await ctx.hub.revoke(ended.map(({ id }) => id));
  return ended;
}

const deviceView = (device: typeof userDevices.$inferSelect): Device => ({
  ...device,
  lastActiveAt: toIso(device.lastActiveAt),
  createdAt: toIso(device.createdAt),
  updatedAt: toIso(device.updatedAt),
});

const sessionView = (ctx: Context, session: typeof userSessions.$inferSelect): Session => ({
  id: session.id,
  userId: session.userId,
  deviceId: session.deviceId,
  isActive: session.revokedAt === null && session.expiresAt > ctx.now,
  isCurrent: session.id === ctx.sessionId,
  expiresAt: toIso(session.expiresAt),
  lastUsedAt: toIso(session.lastUsedAt),
  createdAt: toIso(session.createdAt),
  revokedAt: session.revokedAt === null ? null : toIso(session.revokedAt),
});
