import { and, asc, count, desc, eq, gt, isNull, type SQL } from "drizzle-orm";
import type { z } from "zod";
import {
  closeEndedSessions,
  endOtherSessions,
  endSession,
  endSessionsStatement,
} from "../../../kernel/auth/sessions.ts";
import type { Context } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { notFound } from "../../../kernel/errors.ts";
import { toIso } from "../../../kernel/time.ts";
import { userDevices, userSessions } from "../table.ts";
import type { DeviceQuery, DeviceView, SessionQuery, SessionView } from "./contract.ts";

type Device = z.output<typeof DeviceView>;
type Session = z.output<typeof SessionView>;
type Page<View> = Promise<{ data: View[]; meta: PageMeta }>;

/** One page of the caller's devices (spec section 18.3). One D1 call. */
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

/** Deletes a device of the caller and ends its sessions at once. One D1 call. @throws not_found */
export async function removeDevice(ctx: Context, id: string): Promise<{ id: string }> {
  const { identity, userId, now } = ctx;
  const [ended = [], removed = []] = await identity.batch([
    endSessionsStatement(now, userId, statement("deviceId = ? AND expiresAt > ?", id, now)),
    statement("DELETE FROM userDevices WHERE userId = ? AND id = ? RETURNING id", userId, id),
  ]);
  if (removed.length === 0) throw notFound();
  await closeEndedSessions(ctx, userId, ended);
  return { id };
}

/** Marks a device of the caller as trusted. One D1 call. @throws not_found */
export async function trustDevice(ctx: Context, id: string): Promise<Device> {
  const [device] = await ctx.identity.orm
    .update(userDevices)
    .set({ isTrusted: true, updatedAt: ctx.now })
    .where(and(eq(userDevices.userId, ctx.userId), eq(userDevices.id, id)))
    .returning();
  if (!device) throw notFound();
  return deviceView(device);
}

/** One page of the caller's live sessions, which may still be used (spec section 18.3). One D1 call. */
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

/**
 * Ends one session of the caller at once, possibly the one that calls. One D1 call.
 * @throws not_found when it is not live
 */
export async function removeSession(ctx: Context, id: string): Promise<{ id: string }> {
  if (!(await endSession(ctx, id))) throw notFound();
  return { id };
}

/** Ends all live sessions of the caller except the one that calls. One D1 call. */
export async function removeOtherSessions(ctx: Context): Promise<{ revokedCount: number }> {
  const ended = await endOtherSessions(ctx);
  return { revokedCount: ended.length };
}

const liveSessions = ({ userId, now }: Context): SQL | undefined =>
  and(eq(userSessions.userId, userId), isNull(userSessions.revokedAt), gt(userSessions.expiresAt, now));

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
