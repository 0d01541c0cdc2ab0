import { describe, expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import type { Context } from "../../../src/kernel/context.ts";
import { changeCategory, createCategory, deleteCategory } from "../../../src/leora/categories/custom.ts";
import { LIMITS } from "../../../src/limits.ts";
import { expectBytesCounted } from "../../engine/stored.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { contextOf } from "../../support/context.ts";
import { racing } from "../../support/race.ts";

/** The context of somebody with Premium for life. */
function premiumContextOf(actor: Actor): Context {
  const ctx = contextOf(actor);
  const lifetime = { tier: "premium", accessUntil: null };
  const principal = async () => {
    const user = await ctx.principal();
    return { ...user, profile: { ...unsafeCast<object>(user.profile), subscriptions: [lifetime] } };
  };
  return { ...ctx, principal };
}

const make = async (actor: Actor, name: string, parentId: string | null = null) =>
  (await createCategory(premiumContextOf(actor), { type: "expense", name, parentId })).id;

/** The user's own categories as the list shows them, by id, with their parents. */
async function listed(
  actor: Actor,
): Promise<Record<string, { name: string; color: string | null; parentId: string | null }>> {
  const { categories } = (await actor.get("/v1/categories?type=expense")).data;
  type Shown = { id: string; name: string; color: string | null; isCustom: boolean };
  return Object.fromEntries(
    categories.flatMap((top: Shown & { subcategories: Shown[] }) =>
      [{ ...top, parentId: null }, ...top.subcategories.map((each) => ({ ...each, parentId: top.id }))]
        .filter(({ isCustom }) => isCustom)
        .map(({ id, name, color, parentId }) => [id, { name, color, parentId }]),
    ),
  );
}

describe("a category of the user's own", () => {
  it("keeps what two devices change of it at once", async () => {
    const actor = await newActor();
    const id = await make(actor, "Cats");
    const rival = () => changeCategory(contextOf(actor), id, { color: "#112233" });
    await changeCategory(racing(contextOf(actor), rival), id, { name: "Dogs" });
    expect(await listed(actor)).toEqual({ [id]: { name: "Dogs", color: "#112233", parentId: null } });
  });

  it("counts its bytes once, whatever changes or deletes it meanwhile", async () => {
    const actor = await newActor();
    const id = await make(actor, "Cats");
    const child = await make(actor, "Kittens", id);
    for (const name of ["A cat that has a longer name", "C"]) {
      const rival = () => changeCategory(contextOf(actor), id, { name: "Cats and dogs" });
      await changeCategory(racing(contextOf(actor), rival), id, { name });
      await expectBytesCounted(actor);
    }
    await changeCategory(contextOf(actor), child, { icon: "paw" });
    await deleteCategory(contextOf(actor), id);
    expect(await listed(actor)).toEqual({ [child]: { name: "Kittens", color: null, parentId: null } });
    await expectBytesCounted(actor);
  });

  it("never becomes the child of its child, whoever is faster", async () => {
    const actor = await newActor();
    const [one, other] = [await make(actor, "One"), await make(actor, "Other")];
    const rival = () => changeCategory(contextOf(actor), other, { parentId: one });
    const late = changeCategory(racing(contextOf(actor), rival), one, { parentId: other });
    await expect(late).rejects.toMatchObject({ code: "invalid_input", details: [{ field: "parentId" }] });
    expect(Object.entries(await listed(actor)).map(([id, { parentId }]) => [id, parentId])).toEqual([
      [one, null],
      [other, one],
    ]);
  });

  it("gets no parent that is deleted meanwhile", async () => {
    const actor = await newActor();
    const parent = await make(actor, "Parent");
    const ctx = racing(premiumContextOf(actor), () => deleteCategory(contextOf(actor), parent));
    const late = createCategory(ctx, { type: "expense", name: "Child", parentId: parent });
    await expect(late).rejects.toMatchObject({ code: "invalid_input" });
    expect(await listed(actor)).toEqual({});
  });

  it("that is deleted meanwhile is not found, and nobody is told of a change", async () => {
    const actor = await newActor();
    const id = await make(actor, "Cats");
    for (const change of [
      (ctx: Context) => changeCategory(ctx, id, { name: "Dogs" }),
      (ctx: Context) => deleteCategory(ctx, id),
    ]) {
      await actor.db.prepare("UPDATE customCategories SET deletedAt = NULL WHERE owner = ?").bind(actor.owner).run();
      const ctx = racing(contextOf(actor), () => deleteCategory(contextOf(actor), id));
      await expect(change(ctx)).rejects.toMatchObject({ code: "not_found" });
      expect(ctx.outcome.events).toEqual([]);
    }
  });

  it("has its place among so many, also when several come at once", async () => {
    const actor = await newActor();
    const id = await make(actor, "First");
    await actor.db
      .prepare(
        `INSERT INTO customCategories (owner, id, type, name, createdAt, updatedAt)
          SELECT c.owner, c.id || j.value, c.type, c.name, c.createdAt, c.updatedAt
          FROM customCategories c CROSS JOIN json_each(?) j WHERE c.owner = ? AND c.id = ?`,
      )
      .bind(JSON.stringify(Array.from({ length: LIMITS.finance.customCategories - 2 }, (_, i) => i)), actor.owner, id)
      .run();
    const ctx = racing(premiumContextOf(actor), () => make(actor, "Rival"));
    const late = createCategory(ctx, { type: "expense", name: "Late" });
    await expect(late).rejects.toMatchObject({ code: "limit_reached", message: "At most 200 categories of your own" });
  });

  it("is answered again to the same request after the plan's end, and announced once", async () => {
    const actor = await newActor();
    const idempotency = { key: crypto.randomUUID(), fingerprint: "f" };
    const body = { type: "expense", name: "Cats" } as const;
    const [first, again] = [
      { ...premiumContextOf(actor), idempotency },
      { ...contextOf(actor), idempotency },
    ];
    const made = await createCategory(first, body);
    expect(await createCategory(again, body)).toEqual(made);
    expect([first.outcome.events.length, again.outcome.events.length]).toEqual([1, 0]);
    await expect(createCategory(contextOf(actor), body)).rejects.toMatchObject({ code: "plan_limit_reached" });
  });
});
