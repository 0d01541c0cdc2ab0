import type { HubNotice } from "../kernel/hub/protocol.ts";
import { log } from "../kernel/log.ts";
import { LIMITS } from "../limits.ts";

// Which replicas of a user's database are new enough to answer the user.
//
// The promise: a read that begins after a write was replied to sees that write. A write is replied to after its commit, and
// reported to the hub only after its reply. So at any moment each write that was replied to is either reported, and then a copy
// whose clock has come to the highest reported rev has it, because the clock rises in the batch that commits the rows. Or it is
// still open, which it is from its admission on; while any write is open, no replica counts, and the read goes to the primary,
// which has all that was committed before. The admission of a read comes after the read has begun, so what it is told covers
// every write of the promise.
//
// Two more things can hide a write. A report may never come, because what ran the write died: an open write is given up after
// `LIMITS.hub.writeSeconds`, when it has committed or never will, and the clock is read anew. And the object may be evicted:
// it has stored until when writes may be open that it admitted, and reads the clock once when it is asked for it.
//
// Writes of cron and queues ask for no admission: nobody was replied to, and a copy may lack them until it catches up.

const KEY = "writesOpenUntil";
const WRITE_MS = LIMITS.hub.writeSeconds * 1000;
/** The stored moment is this much later than it must be, so that writes that follow soon store nothing. */
const STORED_AHEAD_MS = 30_000;
/** Stands for all writes that were admitted before the object started. */
const EARLIER = "earlier";

/** The clock of the user as it was read from the primary of this database. */
interface Clock {
  readonly database: string;
  readonly rev: Promise<number>;
}

/** Knows which writes of one user are open, and the newest rev that a copy of the user's database must have. */
export class Freshness {
  /** Writes that were admitted and not reported, by id, and when each is given up (UTC ms). */
  private readonly open: Map<string, number>;
  /** What is stored: no write that was admitted so far is open at this moment (UTC ms). */
  private openUntil: number;
  private reported = 0;
  private clock: Clock | undefined;

  constructor(private readonly storage: Pick<SyncKvStorage, "get" | "put">) {
    this.openUntil = storage.get<number>(KEY) ?? 0;
    this.open = new Map([[EARLIER, this.openUntil]]);
  }

  /**
   * A write was admitted, or admitted again because it takes long. What this stores is on disk before the admission leaves the
   * object: the runtime holds back replies until then.
   */
  begin(id: string, now: number): void {
    const end = now + WRITE_MS;
    this.open.set(id, end);
    if (this.openUntil >= end) return;
    this.openUntil = end + STORED_AHEAD_MS;
    this.storage.put(KEY, this.openUntil);
  }

  /** What a writer reports: how far it has seen the clock, and whether its write has ended. */
  report({ rev = 0, ended }: Pick<HubNotice, "rev" | "ended">): void {
    this.reported = Math.max(this.reported, rev);
    if (ended !== undefined) this.open.delete(ended);
  }

  /**
   * The clock after the newest write that was replied to; undefined while no replica counts. Waits for `readClock` when the clock
   * is not known, which takes no longer than the read on the primary that it saves. Never rejects.
   * @param database the one that the read asks: another one is not as new, until a user who moved has been copied
   */
  async newestRev(database: string, now: number, readClock: () => Promise<number>): Promise<number | undefined> {
    this.giveUp(now);
    if (this.open.size > 0) return undefined;
    if (this.clock?.database !== database) this.clock = { database, rev: readClock() };
    const { clock } = this;
    try {
      return Math.max(await clock.rev, this.reported);
    } catch (error) {
      log("warn", "clock of a user", { error });
      if (this.clock === clock) this.clock = undefined;
      return undefined;
    }
  }

  /** Gives up writes that can commit no more. What they did nobody has told, so the clock must be read after this. */
  private giveUp(now: number): void {
    for (const [id, end] of this.open) {
      if (end > now) continue;
      this.open.delete(id);
      this.clock = undefined;
    }
  }
}
