import { AppError } from "../kernel/errors.ts";
import { rateLimited } from "../kernel/http/respond.ts";
import { type Admission, type AdmissionRequest, type HubReply, plainError } from "../kernel/hub/protocol.ts";
import type { Principal } from "../kernel/principal.ts";
import { limitOf, type RateLimits } from "../kernel/rate-limit.ts";
import type { RateWindows } from "./rate-windows.ts";

/** A live session with its user, as D1 has it. `expiresAt` in UTC milliseconds. */
export interface Session {
  principal: Principal;
  expiresAt: number;
}

/** Reads a session from D1; null when it is unknown, revoked or expired. */
export type LoadSession = (sessionId: string, now: number) => Promise<Session | null>;

/**
 * Decides whether a request may enter: whether its session is live, and whether the user's rate limit allows it. Every
 * request asks, so sessions and rate windows are kept in memory and a known session costs no I/O. Eviction loses nothing
 * that matters: sessions are stored in D1, and rate windows store themselves.
 */
export class AdmissionControl {
  /** null: ended. An ended session never becomes live again, so this answer stays. */
  private readonly sessions = new Map<string, Session | null>();
  private readonly loading = new Map<string, Promise<void>>();

  constructor(
    private readonly limits: RateLimits,
    private readonly windows: RateWindows,
  ) {}

  /**
   * Admits a request or returns the error: token_invalid, rate_limited, or token_expired when the token names a database that
   * the user has left. Refused requests do not count.
   */
  async admit({ sessionId, database, bucket, now }: AdmissionRequest, load: LoadSession): Promise<HubReply<Admission>> {
    const session = await this.session(sessionId, now, load);
    if (!session) return { ok: false, error: plainError(new AppError("token_invalid")), rate: null, d1: 0 };
    if (database !== null && database !== session.principal.database) {
      return { ok: false, error: plainError(new AppError("token_expired")), rate: null, d1: 0 };
    }
    const limit = limitOf(this.limits, bucket);
    if (!bucket || !limit) return { ok: true, value: { principal: session.principal, rate: null }, d1: 0 };
    const { allowed, rate } = this.windows.count(bucket, limit, now);
    if (!allowed) return { ok: false, error: plainError(rateLimited(rate, now)), rate, d1: 0 };
    return { ok: true, value: { principal: session.principal, rate }, d1: 0 };
  }

  /** The session when it is live at `now`, else null. Requests that need the same session share one load. */
  async session(sessionId: string, now: number, load: LoadSession): Promise<Session | null> {
    for (;;) {
      const known = this.sessions.get(sessionId);
      if (known === null || (known && known.expiresAt > now)) return known;
      await (this.loading.get(sessionId) ?? this.startLoad(sessionId, now, load));
    }
  }

  /** The user, when a session is in memory that is live at `now` (UTC ms): an older one may tell where the user's rows were. */
  principal(now: number): Principal | undefined {
    return this.sessions.values().find((session) => session !== null && session.expiresAt > now)?.principal;
  }

  /** True when the session is known to have ended; false also for a session that is not in memory. */
  isEnded(sessionId: string): boolean {
    return this.sessions.get(sessionId) === null;
  }

  /** Refuses these sessions from now on, whatever a load that is under way will say. */
  end(sessionIds: readonly string[]): void {
    for (const id of sessionIds) {
      this.sessions.set(id, null);
      this.loading.delete(id);
    }
  }

  /** Drops live sessions from memory, and the results of loads that are under way: the user has changed. */
  invalidate(): void {
    for (const [id, session] of this.sessions) if (session) this.sessions.delete(id);
    this.loading.clear();
  }

  private startLoad(sessionId: string, now: number, load: LoadSession): Promise<void> {
    // Only the load that is still in `loading` may store what it read: `end` and `invalidate` remove the others.
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
}
