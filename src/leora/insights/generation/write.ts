import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { insertRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { raw, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { Context } from "../../../kernel/context.ts";
import { canonicalJson } from "../../../kernel/crypto.ts";
import { statement } from "../../../kernel/db/database.ts";
import { startOfDay } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import type { Finding } from "../finding.ts";
import { isDecided } from "../rows.ts";
import { type Insight, insights } from "../table.ts";
import { actionLabel } from "../texts/texts.ts";
import { type MadeToday, newOnes } from "./new-ones.ts";
import type { Found, Run } from "./reading.ts";
import { SCREENS } from "./screens.ts";
import { newLimits, voiceOf } from "./settings.ts";
import type { Words } from "./words.ts";

/** What a run has made, by the ids of the rows. */
export interface Written {
  readonly created: readonly string[];
  readonly updated: readonly string[];
}

/** The condition of the partial index of insights that still count. */
const IS_OPEN = "status IN ('new', 'viewed')";

/** How many new insights automatic runs have made since a moment (UTC ms). */
const madeAutomatically: Lookup<number, MadeToday> = {
  name: "automatic insights of today",
  statement: (owner, [since = 0]) =>
    statement(
      `SELECT count(*) FILTER (WHERE level = 'critical') AS critical, count(*) FILTER (WHERE level <> 'critical') AS others
        FROM insights WHERE owner = ?1 AND showStatus = 'active' AND createdAt >= ?2 AND isAutomatic = 1`,
      owner,
      since,
    ),
  parse: ([row]) => ({ critical: Number(row?.critical ?? 0), others: Number(row?.others ?? 0) }),
};

/**
 * Stores what the rules have found: new insights as far as the user wants them, renewed facts and texts of those that still
 * count, and the end of those whose reason is gone. Dismissed and completed ones stay as they are. Two D1 calls; a run that comes
 * twice, or twice at once, changes nothing more.
 * @param jobState the job that the write is for, which it finishes; nothing is written for one that is finished already
 */
export function writeInsights(
  ctx: Context,
  run: Run,
  { found, words, jobState }: { found: readonly Found[]; words: Words; jobState?: JobState },
): Promise<Written> {
  const scopes = run.periods.map(({ scope }) => scope).filter((scope) => scope !== "custom");
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(
        insights,
        found.map(({ id }) => id),
      );
      plan.lookup(madeAutomatically, startOfDay(plan.at.today, plan.at.timezone));
      jobState?.reads(plan);
      if (scopes.length === 0) return;
      plan.rowsWhere(
        insights,
        sql`showStatus = 'active' AND ${raw(IS_OPEN)} AND scope IN (SELECT value FROM json_each(${JSON.stringify(scopes)}))
          AND (validUntil IS NULL OR validUntil > ${ctx.now})`,
      );
    },
    apply(work) {
      if (jobState?.isDone(work)) return { created: [], updated: [] };
      const written = store(work, run, found, words);
      endOthers(work, run, found);
      jobState?.finish(work, written);
      return written;
    },
  });
}

/** What ties a write to the job that it is for. */
export interface JobState {
  reads(plan: ReadPlan): void;
  isDone(work: UnitOfWork): boolean;
  finish(work: UnitOfWork, written: Written): void;
}

function store(work: UnitOfWork, run: Run, found: readonly Found[], words: Words): Written {
  const withoutRow = found.filter(({ id }) => !work.find(insights, id));
  const fresh = newOnes(withoutRow, run, newLimits(work.user), work.answer(madeAutomatically));
  const [created, updated]: [string[], string[]] = [[], []];
  for (const each of found) {
    const { id, finding } = each;
    const row = work.find(insights, id);
    if (row) {
      if (renew(work, row, finding, words)) updated.push(id);
    } else if (fresh.has(each)) {
      create(work, run, id, finding, words);
      created.push(id);
    }
  }
  return { created, updated };
}

function create(work: UnitOfWork, run: Run, id: string, finding: Finding, words: Words): void {
  const { rule, kind, scope, category, level, priority } = finding;
  const content = contentOf(work, id, finding, words);
  insertRow(work, insights, id, {
    rule,
    kind,
    scope,
    category,
    status: "new",
    viewedAt: null,
    dismissedAt: null,
    completedAt: null,
    isAutomatic: run.isAutomatic,
    ...content,
  });
  work.notifyUser(work.user.userId, "insight:new", { id, title: content.title, level, kind, priority });
}

/** Renews an insight that still counts, or counts again; returns true when something has changed. */
function renew(work: UnitOfWork, row: Insight, finding: Finding, words: Words): boolean {
  if (!isRenewed(row, finding)) return false;
  work.update(insights, row.id, contentOf(work, row.id, finding, words));
  return true;
}

/** True when a finding changes the row that it is about. */
export const isRenewed = (row: Insight, finding: Finding): boolean =>
  !isDecided(row.status) &&
  row.showStatus === "active" &&
  (canonicalJson(row.payload) !== canonicalJson(payloadOf(finding)) || row.validUntil !== finding.validUntil);

const payloadOf = ({ rule, facts }: Finding) => ({ rule, ...facts });

/** What changes when an insight is renewed. */
function contentOf(work: UnitOfWork, id: string, finding: Finding, words: Words) {
  const { language, tone } = voiceOf(work.user);
  const text = words.byId.get(id);
  if (!text) throw new Error(`No words for ${finding.rule}`);
  const { level, priority, related, validUntil, actions } = finding;
  const { title, body, explain, push, source } = text;
  return {
    level,
    priority,
    title,
    body,
    explain,
    push,
    tone,
    source,
    related,
    validUntil,
    payload: payloadOf(finding),
    actions: actions.map((action) => ({
      ...action,
      label: actionLabel(action.type, language),
      action: SCREENS[action.type],
    })),
  };
}

/** Ends the open insights of this run's scopes and categories that the rules have not found again. */
function endOthers(work: UnitOfWork, run: Run, found: readonly Found[]): void {
  const kept = new Set(found.map(({ id }) => id));
  const scopes = new Set(run.periods.map(({ scope }) => scope));
  for (const row of work.all(insights)) {
    const isOurs = scopes.has(row.scope) && row.scope !== "custom" && run.categories.includes(row.category);
    const isOpen = !isDecided(row.status) && (row.validUntil === null || row.validUntil > work.now);
    if (isOurs && isOpen && !kept.has(row.id)) work.update(insights, row.id, { validUntil: work.now });
  }
}
