import { expect } from "vitest";
import { UserMoment } from "../../../src/kernel/time.ts";
import { snapshotReads } from "../../../src/leora/insights/facts/snapshot.ts";
import type { Finding, InsightPeriod } from "../../../src/leora/insights/finding.ts";
import { findingsOf } from "../../../src/leora/insights/rules/run.ts";
import type { Actor } from "../../support/actor.ts";
import { contextOf } from "../../support/context.ts";
import { CURRENCY, ZONE } from "./naive.ts";
import { OPTIONS } from "./snapshots.ts";

/** What the rules find for some periods, read in one call. */
export async function findingsFor(actor: Actor, periods: InsightPeriod[]): Promise<Finding[]> {
  const ctx = contextOf(actor);
  const at = new UserMoment(Date.now(), { userId: actor.user.id, timezone: ZONE });
  const reads = snapshotReads({ owner: actor.owner, at, currency: CURRENCY, periods });
  const findings = findingsOf(reads.read(await ctx.db.batch(reads.statements)), OPTIONS);
  expect(ctx.meter.d1).toBe(1);
  return findings;
}
