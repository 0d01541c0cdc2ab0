import type { z } from "zod";
import { defineEntity } from "../../engine/entity.ts";
import { equals } from "../../engine/list.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { invalidState } from "../../kernel/errors.ts";
import { toIso } from "../../kernel/time.ts";
import { InsightCreate, InsightPatch, InsightView } from "./contract.ts";
import { type InsightStatus, isContradiction, isForward } from "./rows.ts";
import { type Insight, insights } from "./table.ts";

const { category, kind, level, scope, source } = InsightView.shape;

/**
 * Insights (spec 5.1): rows that the server makes and renews. People only say what becomes of them: a status that goes forward, so
 * that having seen one never contradicts a decision.
 */
export const insightEntity = defineEntity({
  name: "insights",
  table: insights,
  contract: { create: InsightCreate, patch: InsightPatch, view: InsightView },
  isServerMade: true,
  links: {},
  // Renewed facts and texts are no edits: they never contradict what somebody does to the row.
  derived: [
    "level",
    "title",
    "body",
    "explain",
    "push",
    "tone",
    "priority",
    "payload",
    "related",
    "actions",
    "source",
    "validUntil",
  ],
  list: {
    filters: {
      category: equals(category, "category"),
      kind: equals(kind, "kind"),
      level: equals(level, "level"),
      scope: equals(scope, "scope"),
      source: equals(source, "source"),
    },
    sorts: ["priority", "validUntil"],
    // The newest of one priority come first.
    sortTies: { priority: "createdAt" },
  },

  search: () => [],

  create() {
    throw invalidState("Only the server makes insights");
  },

  update(work, row, { status }) {
    if (status === undefined || status === row.status) return {};
    if (isContradiction(row.status, status)) throw invalidState(`It is ${row.status} already`, "status");
    return isForward(row.status, status) ? { status, ...timesOf(status, work.now) } : {};
  },

  // `update` decides: what comes late changes nothing, and the opposite of a decision is refused. As a conflict it could never be
  // decided for the late one.
  yields: (field) => field === "status",

  view: ({ payload, related, validUntil, viewedAt, dismissedAt, completedAt }) => ({
    payload: unsafeCast<z.output<typeof InsightView>["payload"]>(payload),
    related,
    validUntil: isoOrNull(validUntil),
    viewedAt: isoOrNull(viewedAt),
    dismissedAt: isoOrNull(dismissedAt),
    completedAt: isoOrNull(completedAt),
  }),
});

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : toIso(ms));

/** When the user did it. */
const timesOf = (status: InsightStatus, now: number): Partial<Insight> => ({
  ...(status === "viewed" && { viewedAt: now }),
  ...(status === "dismissed" && { dismissedAt: now }),
  ...(status === "completed" && { completedAt: now }),
});
