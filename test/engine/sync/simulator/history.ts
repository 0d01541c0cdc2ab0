import { env } from "cloudflare:workers";
import { isSame } from "../../../../src/engine/sync/rules.ts";
import { userDatabases } from "../../../../src/kernel/db/user-databases.ts";
import { makeServerRow } from "../../../leora/entities.ts";
import type { Actor, Reply } from "../../../support/actor.ts";
import type { LaggingReplica } from "../../../support/replica.ts";
import { wrongNumbers } from "./derived.ts";
import { type ClientBugs, type Copy, Device } from "./device.ts";
import { type Author, castOf, type Data, KINDS, type Kind } from "./kinds.ts";
import { checkReplica, Ledger, Violation } from "./ledger.ts";
import { CALM, type Middleman, Network } from "./network.ts";
import { Random } from "./random.ts";

const HOUR_MS = 3_600_000;
const ROUNDS_MAX = 12;
/** Rows of each kind that only the server makes. */
const SERVER_ROWS = 3;

/** What may be wrong on purpose. */
export interface Faults {
  client?: ClientBugs;
  middleman?: Middleman;
}

/** How a history is played. */
export interface Setting extends Faults {
  /** Answers reads, and catches up now and then. */
  replica?: LaggingReplica;
}

/**
 * Three devices and a browser of one user, some hours of life, and what must hold when all is quiet again. Everything
 * follows from the seed but the order in which the server serves requests that come at once.
 * @throws Violation
 */
export async function playHistory(actor: Actor, seed: number, setting: Setting = {}): Promise<void> {
  await new History(actor, seed, setting).play();
}

class History {
  private readonly random: Random;
  private readonly network: Network;
  private readonly ledger = new Ledger();
  private readonly devices: Device[];
  private readonly cast: readonly Kind[];
  /** The user is moved between databases. */
  private readonly isMoving: boolean;
  private values = 0;

  constructor(
    private readonly actor: Actor,
    private readonly seed: number,
    private readonly setting: Setting,
  ) {
    this.random = new Random(seed);
    this.cast = castOf(this.random);
    this.isMoving = userDatabases(env, "leora").length > 1 && this.random.chance(0.5);
    this.network = new Network(actor, this.random, setting.middleman ?? {});
    const skews = [0, -5 * HOUR_MS, 30 * HOUR_MS];
    this.devices = skews.map(
      (skew, index) =>
        new Device(`device ${index}`, this.network, this.random, skew, setting.client ?? {}, (change, answer) =>
          this.ledger.answered(change, answer),
        ),
    );
  }

  async play(): Promise<void> {
    await this.makeServerRows();
    // Some phones have the earlier rows, others are new.
    for (const device of this.devices) if (this.random.chance(0.5)) await device.pull(1000);
    const steps = this.random.between(10, 25);
    for (let step = 0; step < steps; step += 1) await this.step();
    await this.comeToRest();
    await this.check();
  }

  private async makeServerRows(): Promise<void> {
    for (const { entity, serverRow } of this.cast) {
      if (!serverRow) continue;
      for (let count = 0; count < SERVER_ROWS; count += 1) await makeServerRow(this.actor, entity, serverRow);
    }
    // No request made them, so that the hub does not know of them.
    await this.setting.replica?.catchUp(this.actor);
  }

  private step(): Promise<void> {
    const device = this.device();
    const choice = this.random.weighted<() => Promise<void> | void>([
      [8, () => this.edit(device)],
      [4, () => device.push(this.random.between(1, 5))],
      [3, async () => void (await device.pull(this.random.pick([1, 2, 1000]) ?? 1))],
      [2, () => this.browse(device)],
      [2, () => this.rush()],
      [1, () => this.decide(device)],
      [1, () => this.network.deliverLate()],
      [1, () => this.network.evict()],
      [this.setting.replica ? 12 : 0, () => this.setting.replica?.catchUp(this.actor)],
      ...(this.isMoving ? [[3, () => this.moveMeanwhile(device)] as const] : []),
    ]);
    return Promise.resolve(choice());
  }

  private kind(): Kind {
    return this.random.pick(this.cast) as Kind;
  }

  /** A row of the device, mostly its first: there the writers meet. */
  private row(device: Device, kind: Kind): { id: string; data: Data } | undefined {
    const rows = device.rows(kind.entity);
    return this.random.chance(0.5) ? rows[0] : this.random.pick(rows);
  }

  private device(): Device {
    return this.random.pick(this.devices) as Device;
  }

  private unique = (): string => {
    this.values += 1;
    return `${this.seed}-${this.values}`;
  };

  private authorOn = (device: Device): Author => ({
    random: this.random,
    unique: this.unique,
    any: (entity) => this.random.pick(device.rows(entity))?.id,
  });

  /** A local change, online or not. */
  private edit(device: Device): void {
    const kind = this.kind();
    const author = this.authorOn(device);
    const row = this.row(device, kind);
    if (!row || this.random.chance(0.25)) {
      const data = kind.create(author);
      if (data) this.ledger.record(device.name, device.create(kind, data));
    } else if (this.random.chance(0.15)) this.ledger.record(device.name, device.remove(kind, row));
    else this.ledger.record(device.name, device.update(kind, row, kind.patch(author)));
  }

  /** The browser writes through REST, to a row that a device has. */
  private async browse(device: Device): Promise<void> {
    const kind = this.kind();
    const row = this.row(device, kind);
    if (!row) return;
    const path = `${kind.path}/${row.id}`;
    const written = this.random.chance(0.15) ? await this.actor.delete(path) : await this.change(kind, row.id, device);
    if (this.setting.replica && written.status === 200) await this.expectSeen(path, written);
  }

  private change(kind: Kind, id: string, device: Device): Promise<Reply> {
    const data = kind.patch(this.authorOn(device));
    return this.actor.patch(kind.pathOfChange?.(id, data) ?? `${kind.path}/${id}`, data);
  }

  /** A browser that has the reply to its write sees the write. */
  private async expectSeen(path: string, written: Reply): Promise<void> {
    const seen = await this.actor.get(path);
    const isSeen =
      written.data.showStatus === "deleted"
        ? seen.status === 404
        : Object.entries(written.data).every(([field, value]) => isSame(seen.data?.[field], value));
    if (!isSeen) {
      throw new Violation(`${path}: ${seen.status} ${seen.text} after ${written.text}`);
    }
  }

  /** Two devices and the browser write to one row at once. */
  private async rush(): Promise<void> {
    const [first, second] = [this.device(), this.device()];
    const kind = this.kind();
    const row = this.row(first, kind);
    if (!row) return;
    const patch = (): Data => kind.patch(this.authorOn(first));
    for (const device of new Set([first, second])) {
      const own = device.rows(kind.entity).find(({ id }) => id === row.id);
      if (own) this.ledger.record(device.name, device.update(kind, own, patch()));
    }
    await Promise.all([
      ...[...new Set([first, second])].map((device) => device.push(5)),
      this.change(kind, row.id, first),
      this.change(kind, row.id, first),
    ]);
  }

  /** The user is moved to another database while a device and the browser write. */
  private async moveMeanwhile(device: Device): Promise<void> {
    await Promise.all([this.network.move(), device.push(this.random.between(1, 5)), this.browse(this.device())]);
    await this.network.clean();
  }

  private decide = (device: Device): Promise<void> =>
    device.resolve((conflictId) => this.ledger.decided.add(conflictId));

  /** The network is good again: all that is under way arrives, outboxes empty, conflicts are decided, all pull. */
  private async comeToRest(): Promise<void> {
    await this.network.settle();
    while (this.network.hasLate) await this.network.deliverLate();
    this.network.weather = CALM;
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      for (const device of this.devices) while (device.outbox.length > 0) await device.push(50);
      const { data: waiting } = await this.actor.get("/v1/sync/conflicts");
      if (waiting.length === 0) break;
      for (const _conflict of waiting) await this.decide(this.device());
    }
    for (const device of this.devices) {
      while (await device.pull(1000)) {}
    }
  }

  private async check(): Promise<void> {
    // The devices have pulled already: what they are compared with must not depend on the replica.
    await this.setting.replica?.catchUp(this.actor);
    await this.ledger.check(this.actor, KINDS);
    const server = await this.everything();
    const counts = await this.actor.db.batch<{ rows: number }>(
      KINDS.map(({ entity }) =>
        this.actor.db
          .prepare(`SELECT count(*) AS rows FROM ${entity} WHERE owner = ? AND showStatus <> 'deleted'`)
          .bind(this.actor.owner),
      ),
    );
    const stored = counts.reduce((sum, { results }) => sum + (results[0]?.rows ?? 0), 0);
    if (stored !== server.length) throw new Violation(`A pull of everything has ${server.length} of ${stored} rows`);
    const [wrong] = wrongNumbers(server);
    if (wrong) throw new Violation(`Wrong number: ${wrong}`);
    for (const device of this.devices) checkReplica(device, server);
  }

  private async everything(): Promise<Copy[]> {
    const rows: Copy[] = [];
    let query = "limit=1000";
    for (;;) {
      const { data } = await this.actor.get(`/v1/sync/pull?${query}`);
      rows.push(...data.changes);
      if (!data.hasMore) return rows;
      query = `limit=1000&cursor=${data.cursor}`;
    }
  }
}
