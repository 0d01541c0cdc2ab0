import type { z } from "zod";
import { runSideWrite, type SideResult } from "../../engine/side-write.ts";
import { entryBytes, entryBytesSql, recountBytes, releaseBytes } from "../../engine/usage.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { randomToken } from "../../kernel/crypto.ts";
import type { Condition } from "../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { AppError, invalid, limitReached, notFound } from "../../kernel/errors.ts";
import { LIMITS } from "../../limits.ts";
import { planLimitReached } from "../plan-limits.ts";
import { planLimit } from "../profile.ts";
import { registry } from "../registry.ts";
import type { CategoryCreate, CategoryPatch, CustomCategory } from "./contract.ts";
import { customCategories } from "./reads.ts";
import { slugOf } from "./rules.ts";
import { isInCatalogue, typeOfTopCategory } from "./tree.ts";

// Categories of a user's own (growth page, "Plans and limits"). Premium makes them; whoever has some may change and delete them on any
// plan. They are slugs and not synced, so each change tells the app to read the list again.

type View = z.output<typeof CustomCategory>;
type Type = View["type"];

/** Makes a category. Two D1 calls. @throws invalid_input on `parentId`; plan_limit_reached; limit_reached */
export async function createCategory(ctx: Context, input: z.output<typeof CategoryCreate>): Promise<View> {
  const user = await ctx.principal();
  const { type, name, icon = null, color = null, parentId = null } = input;
  return write(ctx, (rows) => {
    requireParent(parentId, type, rows);
    if (planLimit(user, "custom_categories", ctx.now) === 0) throw planLimitReached("custom_categories", 0, 0);
    if (rows.length >= LIMITS.finance.customCategories) {
      throw limitReached(`At most ${LIMITS.finance.customCategories} categories of your own`);
    }
    // Random, because an id is never given again: transactions keep those of deleted categories.
    const id = `${slugOf(name)}_${randomToken(6)
      .replaceAll(/[^A-Za-z0-9]/g, "0")
      .toLowerCase()
      .slice(0, 6)}`;
    const insert = statement(
      `INSERT INTO customCategories (owner, id, type, name, icon, color, parentId, createdAt, updatedAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[ctx.owner, id, type, name, icon, color, parentId, ctx.now, ctx.now],
    );
    return {
      result: { id, type, name, icon, color, parentId, isCustom: true },
      statements: [abortIf(isFull(ctx.owner)), ...parentGuard(ctx.owner, parentId), insert],
      bytes: entryBytes(id, name, icon, color, parentId),
    };
  });
}

/**
 * Changes a category of the user's own: the fields that are named, and no others. Two D1 calls.
 * @throws forbidden for one of the catalogue; not_found; invalid_input on `parentId`
 */
export async function changeCategory(ctx: Context, id: string, patch: z.output<typeof CategoryPatch>): Promise<View> {
  requireOwn(id);
  return write(ctx, (rows) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) throw notFound();
    const before = viewOf(row);
    const { parentId } = patch;
    if (parentId === id || (parentId && rows.some((each) => each.parentId === id))) throw noParent();
    if (parentId) requireParent(parentId, before.type, rows);
    const changes = Object.entries(definedFields(patch));
    const update = statement(
      `UPDATE customCategories SET ${changes.map(([column]) => `${column} = ?, `).join("")}updatedAt = ?
        WHERE owner = ? AND id = ?`,
      ...[...changes.map(([, value]) => value), ctx.now, ctx.owner, id],
    );
    const after: View = { ...before, ...definedFields(patch) };
    return {
      result: after,
      statements: [
        abortIf(isGone(ctx.owner, id)),
        ...(parentId ? [...parentGuard(ctx.owner, parentId), abortIf(hasChildren(ctx.owner, id))] : []),
        ...recounted(ctx.owner, [update]),
      ],
      bytes: 0,
    };
  });
}

/**
 * Deletes a category of the user's own, and puts its subcategories beside it. Transactions keep its id. Two D1 calls.
 * @throws forbidden for one of the catalogue; not_found
 */
export async function deleteCategory(ctx: Context, id: string): Promise<{ id: string; showStatus: "deleted" }> {
  requireOwn(id);
  return write(ctx, (rows) => {
    if (!rows.some((row) => row.id === id)) throw notFound();
    return {
      result: { id, showStatus: "deleted" },
      statements: [
        abortIf(isGone(ctx.owner, id)),
        ...recounted(ctx.owner, [
          statement("UPDATE customCategories SET deletedAt = ? WHERE owner = ? AND id = ?", ctx.now, ctx.owner, id),
          statement("UPDATE customCategories SET parentId = NULL WHERE owner = ? AND parentId = ?", ctx.owner, id),
        ]),
      ],
      bytes: 0,
    };
  });
}

/**
 * Writes what follows from the user's categories, and tells the app. Guards in the statements refuse what other requests have made wrong
 * meanwhile; then it follows from what there is now.
 */
async function write<Result>(ctx: Context, work: (rows: RawRow[]) => SideResult<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const lostRace = new AppError("stale", { message: "Other requests kept changing the categories; try again" });
    try {
      const result = await runSideWrite(ctx, registry, {
        reads: [customCategories(ctx.owner)],
        work: async ([rows = []]) => work(rows),
        // The last refusal is that of the user's storage, which has a guard of its own.
        ...(attempt < ATTEMPTS && { refusal: () => lostRace }),
      });
      if (!ctx.outcome.replayed) tellApp(ctx);
      return result;
    } catch (error) {
      if (error !== lostRace) throw error;
    }
  }
}

const ATTEMPTS = 4;

const OF_USER = "SELECT 1 FROM customCategories WHERE owner = ? AND deletedAt IS NULL";

const isFull = (owner: number): Condition =>
  statement(
    "(SELECT count(*) FROM customCategories WHERE owner = ? AND deletedAt IS NULL) >= ?",
    owner,
    LIMITS.finance.customCategories,
  );

const isGone = (owner: number, id: string): Condition => statement(`NOT EXISTS (${OF_USER} AND id = ?)`, owner, id);

const hasChildren = (owner: number, id: string): Condition =>
  statement(`EXISTS (${OF_USER} AND parentId = ?)`, owner, id);

/** A parent of the user's own must still be there, and still have no parent itself. */
const parentGuard = (owner: number, parentId: string | null): Statement[] =>
  parentId === null || isInCatalogue(parentId)
    ? []
    : [abortIf(statement(`NOT EXISTS (${OF_USER} AND id = ? AND parentId IS NULL)`, owner, parentId))];

/** Statements that change categories, and count the bytes of what they find: it may differ from what was read. */
function recounted(owner: number, statements: readonly Statement[]): Statement[] {
  const all = ["customCategories", CATEGORY_BYTES_SQL, "owner = ?1", owner] as const;
  return [releaseBytes(...all), ...statements, recountBytes(...all)];
}

const CATEGORY_BYTES_SQL = entryBytesSql("id", "name", "icon", "color", "parentId");

/** A row of `customCategories` as on the wire. */
export const viewOf = ({ id, type, name, icon, color, parentId }: RawRow): View => ({
  id: String(id),
  type: type as Type,
  name: String(name),
  icon: textOrNull(icon),
  color: textOrNull(color),
  parentId: textOrNull(parentId),
  isCustom: true,
});

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

function requireOwn(id: string): void {
  if (isInCatalogue(id)) throw new AppError("forbidden", { message: "Categories of the catalogue stay as they are" });
}

/** A parent is a category of the same type that has no parent itself. @throws invalid_input on `parentId` */
function requireParent(parentId: string | null, type: Type, rows: readonly RawRow[]): void {
  if (parentId === null) return;
  const own = rows.find(({ id }) => id === parentId);
  const isGood = own ? own.type === type && own.parentId === null : typeOfTopCategory(parentId) === type;
  if (!isGood) throw noParent();
}

const noParent = () => invalid("parentId", "Expected a category of the same type that has no parent itself");

const tellApp = (ctx: Context): void => {
  ctx.outcome.events.push({ userId: ctx.userId, event: "categories:updated", data: {} });
};
