import { isSame } from "../../../../src/engine/sync/rules.ts";
import { tableSql } from "../../../../src/engine/table-sql.ts";
import { idOfStored } from "../../../../src/kernel/db/stored-id.ts";
import { registry } from "../../../../src/leora/registry.ts";
import type { Actor } from "../../../support/actor.ts";
import type { Answer, Copy, Device, Pending } from "./device.ts";
import { keyOf } from "./device.ts";
import type { Kind } from "./kinds.ts";

/** A guarantee of the protocol is broken. */
export class Violation extends Error {}

interface Made {
  device: string;
  change: Pending;
  answer?: Answer;
}

interface Edit {
  from: unknown;
  to: unknown;
}

/** What the server has of a row: each field's edits, oldest first, and its value now. */
interface RowLog {
  edits: Map<string, Edit[]>;
  now: Record<string, unknown>;
}

/** Refusals that a correct client may meet: the row, or one it links to, is gone. */
const FAIR_REFUSALS = new Set(["RESOURCE_NOT_FOUND", "INVALID_STATE"]);

/** All changes of devices in one history and their answers, to compare with what the server has. */
export class Ledger {
  readonly made: Made[] = [];
  /** Waiting changes that somebody decided, or tried to: a lost request may arrive later. */
  readonly decided = new Set<string>();

  record(device: string, change: Pending): void {
    this.made.push({ device, change });
  }

  answered(change: Pending, answer: Answer): void {
    const made = this.made.find((entry) => entry.change === change);
    if (!made) throw new Error("Nobody made this change");
    made.answer = answer;
  }

  /** No acknowledged change is lost, every change has a final answer, nothing applies twice. */
  async check(actor: Actor, kinds: readonly Kind[]): Promise<void> {
    const log = await readLog(actor, kinds);
    for (const { device, change, answer } of this.made) {
      if (!answer) throw new Violation(`No answer: ${device} ${JSON.stringify(change)}`);
      const kind = kinds.find(({ entity }) => entity === change.entity);
      if (kind) this.checkChange(kind, device, change, answer, log.get(keyOf(change)));
    }
    checkChains(log);
  }

  private checkChange({ traced }: Kind, device: string, change: Pending, answer: Answer, log?: RowLog): void {
    const status = answer.original ?? answer.status;
    const what = `${device} ${change.operation} ${keyOf(change)} ${JSON.stringify(change.data)}: ${status}`;
    if (status === "rejected" && !FAIR_REFUSALS.has(answer.error?.code ?? "")) {
      throw new Violation(`Refused, ${answer.error?.code}: ${what}`);
    }
    if (status === "applied" && !log) throw new Violation(`No row: ${what}`);
    if (status === "conflict") {
      // All that waited was decided in the end, whichever way.
      if (!this.decided.has(answer.conflictId ?? "")) throw new Violation(`The waiting copy is gone: ${what}`);
      return;
    }
    if (change.operation !== "update") return;
    for (const field of traced.filter((name) => change.data?.[name] !== undefined)) {
      const values = valuesOf(log, field);
      const places = values.flatMap((value, place) => (value === change.data?.[field] ? [place] : []));
      const [place] = places;
      if (places.length > 1) throw new Violation(`Applied twice: ${what}`);
      if (status === "rejected") {
        if (place !== undefined) throw new Violation(`Applied though it was refused: ${what}`);
      } else if (place === undefined) this.expectReplaced(device, change, field, what);
      else if (place > 0) this.expectSeen(change, field, values, place, what);
    }
  }

  /** A value that the log never saw: the same device replaced it in the same push. */
  private expectReplaced(device: string, change: Pending, field: string, what: string): void {
    const mine = this.made.filter((entry) => entry.device === device && keyOf(entry.change) === keyOf(change));
    const later = mine.slice(mine.findIndex((entry) => entry.change === change) + 1);
    const isReplaced = later.some(
      ({ change: { operation, data }, answer }) =>
        (operation === "delete" || data?.[field] !== undefined) &&
        ["applied", "merged"].includes(answer?.original ?? answer?.status ?? ""),
    );
    if (!isReplaced) throw new Violation(`Lost: ${what}`);
  }

  /** What a change replaced is what its author saw; of an own value that was not stored by then, what it was set on. */
  private expectSeen(change: Pending, field: string, values: readonly unknown[], place: number, what: string): void {
    const replaced = values[place - 1];
    let seen = change.seen[field] ?? null;
    while (seen !== replaced && !values.slice(0, place).includes(seen)) {
      const writer = this.made.find(
        (entry) => keyOf(entry.change) === keyOf(change) && entry.change.data?.[field] === seen,
      );
      if (writer?.change.operation !== "update") break;
      seen = writer.change.seen[field] ?? null;
    }
    if (seen !== replaced) throw new Violation(`Replaced "${replaced}" unseen: ${what}`);
  }
}

/** All values that a field has had, oldest first. */
function valuesOf(log: RowLog | undefined, field: string): unknown[] {
  const edits = log?.edits.get(field) ?? [];
  const [first] = edits;
  return first ? [first.from, ...edits.map(({ to }) => to)] : [log?.now[field] ?? null];
}

/** The server's rows with its own log of their edits. */
async function readLog(actor: Actor, kinds: readonly Kind[]): Promise<Map<string, RowLog>> {
  const all = (sql: string) => actor.db.prepare(sql).bind(actor.owner);
  const [edits, ...rows] = await actor.db.batch<Record<string, unknown>>([
    all("SELECT entity, id, changes FROM revisions WHERE owner = ? ORDER BY rev"),
    ...kinds.map(({ entity }) => all(`SELECT * FROM ${entity} WHERE owner = ?`)),
  ]);
  const log = new Map<string, RowLog>();
  kinds.forEach(({ entity }, index) => {
    const table = registry.byName(entity)?.table;
    if (!table) throw new Error(`No entity ${entity}`);
    for (const raw of rows[index]?.results ?? []) {
      const now = tableSql(table).decode(raw);
      log.set(keyOf({ entity, id: now.id }), { edits: new Map(), now });
    }
  });
  for (const { entity, id, changes } of edits?.results ?? []) {
    const row = log.get(keyOf({ entity: String(entity), id: idOfStored(String(id)) }));
    for (const [field, [from, to]] of Object.entries<[unknown, unknown]>(JSON.parse(String(changes)))) {
      row?.edits.set(field, [...(row.edits.get(field) ?? []), { from, to }]);
    }
  }
  return log;
}

/** Every edit starts from where the one before it ended: no write went over another's head. */
function checkChains(log: ReadonlyMap<string, RowLog>): void {
  for (const [row, { edits }] of log) {
    for (const [field, chain] of edits) {
      chain.reduce((before, edit) => {
        if (isSame(before.to, edit.from)) return edit;
        throw new Violation(`${row} ${field}: "${before.to}" was overwritten by a write that had read "${edit.from}"`);
      });
    }
  }
}

/** A device has exactly the server's rows. */
export function checkReplica(device: Device, server: readonly Copy[]): void {
  const expected = new Map(server.map((row) => [keyOf(row), row]));
  const own = [...device.copies.values()].filter(({ data }) => data !== null);
  for (const { entity, id, rev, data } of own) {
    const row = expected.get(keyOf({ entity, id }));
    if (!row) throw new Violation(`${device.name} still has ${entity}/${id}`);
    if (row.rev !== rev || !isSame(row.data, data)) {
      throw new Violation(`${device.name} has ${JSON.stringify({ rev, data })}, the server ${JSON.stringify(row)}`);
    }
  }
  if (own.length !== expected.size) throw new Violation(`${device.name} has ${own.length} of ${expected.size} rows`);
}
