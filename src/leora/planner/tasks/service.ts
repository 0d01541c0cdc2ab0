import type { z } from "zod";
import { updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import type { Context } from "../../../kernel/context.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { AppError, invalid, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { registry } from "../../registry.ts";
import type { ChecklistItemCreate, ChecklistItemPatch, TaskPatch, TaskView } from "./contract.ts";
import { type Task, taskEntity } from "./entity.ts";
import { type ChecklistItem, initialStatus, isOpen, moveItem } from "./rules.ts";
import { tasks } from "./table.ts";

type View = z.output<typeof TaskView>;
type Patch = z.output<typeof TaskPatch>;

/** Changes one task as `decide` says, by the rules of every change. Returns the task as on the wire. @throws not_found */
const change = (ctx: Context, id: string, decide: (task: Task, now: number) => Patch): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(taskEntity.table, [id], []),
    apply(work) {
      const patch = decide(work.require(tasks, id), work.now);
      return taskEntity.view(updateRow(work, taskEntity, id, patch) as Task, work.at);
    },
  });

/** Completes a task; a completed one stays as it is. @throws invalid_state while a prerequisite is open */
export const complete = (ctx: Context, id: string) => change(ctx, id, () => ({ status: "completed" }));

/** Makes a finished, canceled or moved task planned again (inbox without a day); an open one stays as it is. */
export const reopen = (ctx: Context, id: string) =>
  change(ctx, id, ({ status, dueDate }) => (isOpen(status) ? {} : { status: initialStatus(dueDate) }));

/** Adds a checklist item, at the end unless `order` says where. @throws already_exists for an id that the list has */
export const addItem = (ctx: Context, id: string, input: z.output<typeof ChecklistItemCreate>) =>
  change(ctx, id, ({ checklist }, now) => {
    const { id: itemId = newId(now), title, completed = false, order = checklist.length } = input;
    if (checklist.some((item) => item.id === itemId)) throw new AppError("already_exists");
    return { checklist: moveItem([...checklist, { id: itemId, title, completed }], itemId, order) };
  });

/** Changes a checklist item, and moves it when `order` is given. @throws not_found */
export const updateItem = (
  ctx: Context,
  id: string,
  itemId: string,
  { order, ...fields }: z.output<typeof ChecklistItemPatch>,
) =>
  change(ctx, id, ({ checklist }) => {
    requireItem(checklist, itemId);
    const changed = checklist.map((item) => (item.id === itemId ? { ...item, ...definedFields(fields) } : item));
    return { checklist: order === undefined ? changed : moveItem(changed, itemId, order) };
  });

/** Deletes a checklist item. @throws not_found */
export const removeItem = (ctx: Context, id: string, itemId: string) =>
  change(ctx, id, ({ checklist }) => {
    requireItem(checklist, itemId);
    return { checklist: checklist.filter((item) => item.id !== itemId) };
  });

/** Puts the checklist in the order of `itemIds`. @throws invalid_input unless they name each item exactly once */
export const orderItems = (ctx: Context, id: string, itemIds: readonly string[]) =>
  change(ctx, id, ({ checklist }) => {
    const byId = new Map(checklist.map((item) => [item.id, item]));
    const ordered = [...new Set(itemIds)].flatMap((itemId) => byId.get(itemId) ?? []);
    if (ordered.length !== checklist.length || itemIds.length !== checklist.length) {
      throw invalid("itemIds", "Expected every item of the checklist exactly once");
    }
    return { checklist: ordered };
  });

function requireItem(checklist: readonly ChecklistItem[], itemId: string): void {
  if (!checklist.some((item) => item.id === itemId)) throw notFound();
}
