import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import { type Actor, type HeaderFields, newActor, type Reply, replyOf } from "../../support/actor.ts";
import type { Subject } from "../subjects.ts";
import { type Stored, scaleOf } from "./stored.ts";

const MIB = 1024 * 1024;

/**
 * What a request may store: a fixed number for what every write leaves (row, commit, revision, reply), and so many for
 * each byte that it sent. The shortest item that a bulk request can hold, `{"data":{"title":"x"}}`, becomes a row with
 * 20 columns and a commit of its own; a line of 12 bytes of a file becomes a customer with its first activity.
 */
const BYTES_PER_REQUEST = 6 * 1024;
const BYTES_PER_BYTE = 24;
const ROWS_PER_REQUEST = 12;
const BYTES_PER_ROW = 6;
const REPLY_BYTES_MAX = 5 * MIB;
/** How many times as long as the heaviest ordinary request another one may take: enough room for a loaded machine. */
const YARDSTICKS_MAX = 12;
/** The yardstick is a single request, which may meet a quiet moment of a busy machine: no bound is below three seconds. */
const YARDSTICK_MIN_MS = 250;

/** One request, and what it took. */
export interface Cost {
  reply: Reply;
  sentBytes: number;
  elapsedMs: number;
  /** How long the heaviest ordinary request takes on the machine as busy as it is meanwhile, in milliseconds. */
  yardstickMs: number;
}

/** Sends requests to a product and holds what they cost against what they weigh. */
export interface Scales {
  /** What the product's database holds now, without what measuring stored there. */
  stored(): Promise<Stored>;
  send(actor: Actor, method: string, path: string, body?: BodyInit, headers?: HeaderFields): Promise<Cost>;
  /** @throws Error when the request failed with 5xx, or took or replied more than any request may */
  requireBounded(cost: Cost): void;
  /** @throws Error when more was stored between two looks than the requests between them account for */
  requireStored(before: Stored, after: Stored, costs: readonly Cost[]): void;
}

export async function scalesOf(subject: Subject): Promise<Scales> {
  const measure = await scaleOf(subject);
  const yardstickMs = Math.max(YARDSTICK_MIN_MS, await yardstick());
  const storedByYardsticks: Stored = { rows: 0, bytes: 0 };
  /** Takes the yardstick between two looks at what is stored, which are not to show what it stored itself. */
  const yardstickNow = async (): Promise<number> => {
    const before = await measure();
    const elapsedMs = await yardstick();
    const after = await measure();
    storedByYardsticks.rows += after.rows - before.rows;
    storedByYardsticks.bytes += after.bytes - before.bytes;
    return elapsedMs;
  };
  return {
    stored: async () => {
      const { rows, bytes } = await measure();
      return { rows: rows - storedByYardsticks.rows, bytes: bytes - storedByYardsticks.bytes };
    },
    send: async (actor, method, path, body, headers) => {
      const request = actor.requestOf(method, path, body, headers);
      const sentBytes = (await request.clone().bytes()).length;
      const start = performance.now();
      const reply = await replyOf(await exports.default.fetch(request));
      const elapsedMs = performance.now() - start;
      // Other test files share the machine and may have made it slower by now: then the yardstick takes longer as well.
      const isSlow = elapsedMs > YARDSTICKS_MAX * yardstickMs;
      const meanwhileMs = isSlow ? Math.max(yardstickMs, await yardstickNow()) : yardstickMs;
      return { reply, sentBytes, elapsedMs, yardstickMs: meanwhileMs };
    },
    requireBounded: ({ reply, elapsedMs, yardstickMs }) => {
      expect(reply.status, reply.text.slice(0, 1000)).toBeLessThan(500);
      expect(new TextEncoder().encode(reply.text).length, "bytes replied").toBeLessThanOrEqual(REPLY_BYTES_MAX);
      const what = `milliseconds; the yardstick is ${Math.round(yardstickMs)}`;
      expect(elapsedMs, what).toBeLessThanOrEqual(YARDSTICKS_MAX * yardstickMs);
    },
    requireStored: (before, after, costs) => {
      const sentBytes = costs.reduce((sum, cost) => sum + cost.sentBytes, 0);
      const bytesMax = BYTES_PER_REQUEST * costs.length + BYTES_PER_BYTE * sentBytes;
      expect(after.bytes - before.bytes, `bytes stored for ${sentBytes} sent`).toBeLessThanOrEqual(bytesMax);
      const rowsMax = ROWS_PER_REQUEST * costs.length + sentBytes / BYTES_PER_ROW;
      expect(after.rows - before.rows, `rows stored for ${sentBytes} bytes sent`).toBeLessThanOrEqual(rowsMax);
    },
  };
}

/** How long the heaviest ordinary request takes here and now: the second push of 500 tasks, in milliseconds. */
async function yardstick(): Promise<number> {
  const actor = await newActor();
  let elapsedMs = 0;
  for (let round = 0; round < 2; round++) {
    const changes = Array.from({ length: 500 }, (_, i) => ({
      entity: "tasks",
      id: crypto.randomUUID(),
      operation: "create",
      data: { title: `Task ${i}` },
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
    }));
    const start = performance.now();
    expect((await actor.post("/v1/sync/push", { changes })).status).toBe(200);
    elapsedMs = performance.now() - start;
  }
  return elapsedMs;
}
