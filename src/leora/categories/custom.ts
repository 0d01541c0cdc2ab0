import type { z } from "zod";
import { runSideWrite } from "../../engine/side-write.ts";
import { entryBytes } from "../../engine/usage.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { randomToken } from "../../kernel/crypto.ts";
import { type RawRow, statement } from "../../kernel/db/database.ts";
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

/** Makes a category. Two D1 calls. @throws plan_limit_reached; invalid_input on `parentId`; limit_reached */
export async function createCategory(ctx: Context, input: z.output<typeof CategoryCreate>): Promise<View> {
  if (planLimit(await ctx.principal(), "custom_categories", ctx.now) === 0) {
    throw planLimitReached("custom_categories", 0, 0);
  }
  const { type, name, icon = null, color = null, parentId = null } = input;
  return runSideWrite(ctx, registry, {
    reads: [customCategories(ctx.owner)],
    work: async ([rows = []]) => {
      if (rows.length >= LIMITS.finance.customCategories) {
        throw limitReached(`At most ${LIMITS.finance.customCategories} categories of your own`);
      }
      requireParent(parentId, type, rows);
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
      tellApp(ctx);
      const result: View = { id, type, name, icon, color, parentId, isCustom: true };
      return { result, statements: [insert], bytes: entryBytes(id, name, icon, color, parentId) };
    },
  });
}

/**
 * Changes a category of the user's own. Two D1 calls.
 * @throws forbidden for one of the catalogue; not_found; invalid_input on `parentId`
 */
export function changeCategory(ctx: Context, id: string, patch: z.output<typeof CategoryPatch>): Promise<View> {
  requireOwn(id);
  return runSideWrite(ctx, registry, {
    reads: [customCategories(ctx.owner)],
    work: async ([rows = []]) => {
      const row = rows.find((candidate) => candidate.id === id);
      if (!row) throw notFound();
      const before = viewOf(row);
      const result: View = { ...before, ...definedFields(patch) };
      if (patch.parentId === id || (patch.parentId && rows.some(({ parentId }) => parentId === id))) throw noParent();
      if (patch.parentId) requireParent(patch.parentId, before.type, rows);
      const { name, icon, color, parentId } = result;
      const update = statement(
        `UPDATE customCategories SET name = ?, icon = ?, color = ?, parentId = ?, updatedAt = ?
          WHERE owner = ? AND id = ? AND deletedAt IS NULL`,
        ...[name, icon, color, parentId, ctx.now, ctx.owner, id],
      );
      tellApp(ctx);
      const bytes =
        entryBytes(name, icon, color, parentId) - entryBytes(before.name, before.icon, before.color, before.parentId);
      return { result, statements: [update], bytes };
    },
  });
}

/**
 * Deletes a category of the user's own, and puts its subcategories beside it. Transactions keep its id. Two D1 calls.
 * @throws forbidden for one of the catalogue; not_found
 */
export function deleteCategory(ctx: Context, id: string): Promise<{ id: string; deleted: true }> {
  requireOwn(id);
  return runSideWrite(ctx, registry, {
    reads: [customCategories(ctx.owner)],
    work: async ([rows = []]) => {
      if (!rows.some((row) => row.id === id)) throw notFound();
      tellApp(ctx);
      return {
        result: { id, deleted: true as const },
        statements: [
          statement("UPDATE customCategories SET deletedAt = ? WHERE owner = ? AND id = ?", ctx.now, ctx.owner, id),
          statement("UPDATE customCategories SET parentId = NULL WHERE owner = ? AND parentId = ?", ctx.owner, id),
        ],
        bytes: 0,
      };
    },
  });
}

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
