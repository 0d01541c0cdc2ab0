import { AppError } from "../kernel/errors.ts";
import { rateLimited } from "../kernel/http/respond.ts";
import { type Admission, type AdmissionRequest, type HubReply, plainError } from "../kernel/hub/protocol.ts";
import type { Principal } from "../kernel/principal.ts";
import type { RateBucket, RateLimits, RateState } from "../kernel/rate-limit.ts";

const WINDOW_MS = 60_000;

export interface Session {
  principal: Principal;
  expiresAt: number;
}

/** Reads a session from D1; null when it is unknown, revoked or expired. */
export type LoadSession = (sessionId: string, now: number) => Promise<Session | null>;

/**
 * Lets requests in: live sessions and rate windows, in memory. It is on every request's path, so a known session costs
 * no I/O. Eviction loses nothing: sessions are D1's, and a rate window lives for a minute.
 */
export class Gate {
  /** null: ended. A session that ended never comes back, so this answer stays. */
  private readonly sessions = new Map<string, Session | null>();
  private readonly loading = new Map<string, Promise<void>>();
  private readonly windows = new Map<RateBucket, { used: number; openedAt: number }>();

  constructor(private readonly limits: RateLimits) {}

  async admit({ sessionId, bucket, now }: AdmissionRequest, load: LoadSession): Promise<HubReply<Admission>> {
    const session = await this.session(sessionId, now, load);
    if (!session) return { ok: false, error: plainError(new AppError("token_invalid")), rate: null, d1: 0 };
    const limit = bucket && this.limits?.[bucket];
    if (!limit) return { ok: true, value: { principal: session.principal, rate: null }, d1: 0 };
    const { allowed, rate } = this.count(bucket, limit, now);
    if (!allowed) return { ok: false, error: plainError(rateLimited(rate, now)), rate, d1: 0 };
    return { ok: true, value: { principal: session.principal, rate }, d1: 0 };
  }

  /** The session when it is live at `now`; requests that wait for the same load share it. */
  async session(sessionId: string, now: number, load: LoadSession): Promise<Session | null> {
    for (;;) {
      const known = this.sessions.get(sessionId);
      if (known === null || (known && known.expiresAt > now)) return known;
      await (this.loading.get(sessionId) ?? this.startLoad(sessionId, now, load));
    }
  }

  /** The user as any live session knows it. */
  principal(): Principal | undefined {
    return this.sessions.values().find((session) => session !== null)?.principal;
  }

  isEnded(sessionId: string): boolean {
    return this.sessions.get(sessionId) === null;
  }

  /** These sessions are over, whatever a load in flight will say. */
  end(sessionIds: readonly string[]): void {
    for (const id of sessionIds) {
      this.sessions.set(id, null);
      this.loading.delete(id);
    }
  }

  /** What is known of live sessions is out of date, and so is what loads in flight will bring. */
  forget(): void {
    for (const [id, session] of this.sessions) if (session) this.sessions.delete(id);
    this.loading.clear();
  }

  private startLoad(sessionId: string, now: number, load: LoadSession): Promise<void> {
    // Only the load that still stands in `loading` may store what it read: `end` and `forget` strike the others out.
    const isCurrent = () => this.loading.get(sessionId) === work;
    const work: Promise<void> = load(sessionId, now)
      .then((session) => {
        if (isCurrent()) this.sessions.set(sessionId, session && session.expiresAt > now ? session : null);
      })
      .finally(() => {
        if (isCurrent()) this.loading.delete(sessionId);
      });
    this.loading.set(sessionId, work);
    return work;
  }

  /** Fixed windows of one minute from their first request; refused requests do not count. */
  private count(bucket: RateBucket, limit: number, now: number): { allowed: boolean; rate: RateState } {
    const current = this.windows.get(bucket);
    // In both directions: isolates' clocks differ by a little, and a clock set back must not keep a window open.
    const isOpen = current !== undefined && Math.abs(now - current.openedAt) < WINDOW_MS;
    const window = isOpen ? current : { used: 0, openedAt: now };
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    this.windows.set(bucket, window);
    return { allowed, rate: { limit, remaining: limit - window.used, resetAt: window.openedAt + WINDOW_MS } };
  }
}
