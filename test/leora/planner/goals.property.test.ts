import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { change, push } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { DAY, EARLIER_DAY, openAccount } from "../finance/support.ts";

const SEED = 20261124;
const DAYS = ["2026-11-01", "2026-11-02", "2026-11-03"];

/** One step of a history; numbers pick among what exists when the step is taken. */
const step = fc.record(
  {
    verb: fc.constantFrom(
      "checkIn",
      "checkIn",
      "checkIn",
      "editCheckIn",
      "deleteCheckIn",
      "rescale",
      "link",
      "pause",
      "task",
      "completeTask",
      "completeTask",
      "reopenTask",
      "editTask",
      "deleteTask",
      "payment",
      "editPayment",
      "archivePayment",
      "deletePayment",
    ),
    bySync: fc.boolean(),
    row: fc.nat(),
    goal: fc.nat(2),
    other: fc.option(fc.nat(2)),
    value: fc.integer({ min: -5000, max: 5000 }).map((tenths) => tenths / 10),
    mode: fc.option(fc.constantFrom("delta", "absolute")),
    day: fc.constantFrom(...DAYS),
    direction: fc.constantFrom("increase", "decrease", "neutral"),
    type: fc.constantFrom("income", "expense"),
    flag: fc.boolean(),
  },
  { noNullPrototype: true },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Source {
  id: string;
  goalId: string | null;
  counts: boolean;
  value: number;
  type: "income" | "expense" | "task";
  date: string;
}

interface Goal {
  id: string;
  isPaused: boolean;
  linked: string[];
}

interface CheckIn {
  id: string;
  goalId: string;
  value: number;
  mode: string;
  sourceType: string;
  sourceId: string | null;
  dateKey: string;
  createdAt: string;
}

/** A planner with three goals, and what its automatic check-ins have to be, kept by the book. */
class Planner {
  readonly tasks: Source[] = [];
  readonly payments: Source[] = [];
  readonly manual: { id: string; goalId: string }[] = [];
  /** By goal and source. */
  readonly automatic = new Map<string, number>();

  private readonly offline: unknown[] = [];

  private constructor(
    readonly actor: Actor,
    readonly account: string,
    readonly goals: Goal[],
  ) {}

  static async open(): Promise<Planner> {
    const actor = await newActor();
    const scales = [
      { metricType: "amount", direction: "increase", initialValue: 0, targetValue: 500, financeMode: "save" },
      { metricType: "amount", direction: "decrease", initialValue: 900.5, targetValue: 0, currency: "UZS" },
      { metricType: "weight", direction: "decrease", initialValue: 90, targetValue: 70.25, financeMode: "spend" },
    ];
    const milestones = [10, 33.33, 100].map((targetPercent) => ({ title: "m", targetPercent }));
    const goals = scales.map((scale) => ({ id: crypto.randomUUID(), ...scale }));
    await push(
      actor,
      goals.map(({ id, ...scale }) =>
        change("goals", "create", id, { title: "g", goalType: "financial", milestones, ...scale }),
      ),
    );
    return new Planner(
      actor,
      await openAccount(actor, "UZS"),
      goals.map(({ id }) => ({ id, isPaused: false, linked: [] })),
    );
  }

  /** Takes a step; false when there is nothing to take it on. */
  async take(step: Step): Promise<boolean> {
    const goal = this.goal(step.goal);
    const [task, payment] = [pick(this.tasks, step.row), pick(this.payments, step.row)];
    const manual = pick(this.manual, step.row);
    const amount = Math.abs(step.value) + 0.1;
    const own = Math.round(amount * 10) / 10;
    const date = step.flag ? DAY : EARLIER_DAY;
    const goalId = step.other === null ? null : this.goal(step.other).id;
    switch (step.verb) {
      case "checkIn": {
        const id = crypto.randomUUID();
        const data = { goalId: goal.id, value: step.value, dateKey: step.day, ...(step.mode && { mode: step.mode }) };
        await this.write(step, "goalCheckIns", "create", id, data);
        this.manual.push({ id, goalId: goal.id });
        return true;
      }
      case "editCheckIn": {
        const data = { value: step.value, dateKey: step.day, ...(step.mode && { mode: step.mode }) };
        const showStatus = step.flag ? "active" : "archived";
        return manual ? this.write(step, "goalCheckIns", "update", manual.id, { ...data, showStatus }) : false;
      }
      case "deleteCheckIn":
        if (manual) this.manual.splice(this.manual.indexOf(manual), 1);
        return manual ? this.write(step, "goalCheckIns", "delete", manual.id) : false;
      case "rescale": {
        const data = {
          direction: step.direction,
          ...(step.flag ? { initialValue: step.value } : { targetValue: step.value }),
        };
        return this.write(step, "goals", "update", goal.id, data);
      }
      case "link":
        goal.linked = [...new Set(task ? [task.id] : [])];
        return this.write(step, "goals", "update", goal.id, { linkedTaskIds: goal.linked });
      case "pause":
        goal.isPaused = step.flag;
        return this.write(step, "goals", "update", goal.id, { status: step.flag ? "paused" : "active" });
      case "task":
        return this.begin(
          step,
          this.tasks,
          "tasks",
          { id: crypto.randomUUID(), goalId, counts: false, value: step.value, type: "task", date: "" },
          {
            title: "t",
            goalId,
            progressValue: step.value,
          },
        );
      case "completeTask":
        return task ? this.alter(step, "tasks", task, { counts: true }, { status: "completed" }) : false;
      case "reopenTask":
        return task ? this.alter(step, "tasks", task, { counts: false }, { status: "inbox" }) : false;
      case "editTask": {
        const fields = { goalId, value: step.value };
        return task ? this.alter(step, "tasks", task, fields, { goalId, progressValue: step.value }) : false;
      }
      case "deleteTask":
        return task ? this.end(step, this.tasks, "tasks", task) : false;
      case "payment":
        return this.begin(
          step,
          this.payments,
          "transactions",
          { id: crypto.randomUUID(), goalId, counts: true, value: own, type: step.type as "income", date },
          { type: step.type, accountId: this.account, amount: own, currency: "UZS", categoryId: "food", date, goalId },
        );
      case "editPayment": {
        const fields = { goalId, value: own, date };
        return payment ? this.alter(step, "transactions", payment, fields, { goalId, amount: own, date }) : false;
      }
      case "archivePayment": {
        const showStatus = step.flag ? "active" : "archived";
        return payment ? this.alter(step, "transactions", payment, { counts: step.flag }, { showStatus }) : false;
      }
      default:
        return payment ? this.end(step, this.payments, "transactions", payment) : false;
    }
  }

  private goal = (index: number): Goal => this.goals[index] ?? { id: "", isPaused: false, linked: [] };

  private async begin(step: Step, list: Source[], entity: string, source: Source, data: object): Promise<true> {
    await this.write(step, entity, "create", source.id, data);
    list.push(source);
    this.follow(source);
    return true;
  }

  private async alter(
    step: Step,
    entity: string,
    source: Source,
    fields: Partial<Source>,
    data: object,
  ): Promise<true> {
    await this.write(step, entity, "update", source.id, data);
    const before = { ...source };
    Object.assign(source, fields);
    // Only what decides about check-ins makes them follow anew, with the links of now.
    if (JSON.stringify(before) !== JSON.stringify(source)) this.follow(source);
    return true;
  }

  private async end(step: Step, list: Source[], entity: string, source: Source): Promise<true> {
    await this.write(step, entity, "delete", source.id);
    list.splice(list.indexOf(source), 1);
    this.follow({ ...source, counts: false });
    return true;
  }

  private follow(source: Source): void {
    for (const [index, goal] of this.goals.entries()) {
      const key = `${goal.id}/${source.id}`;
      const isLinked = source.goalId === goal.id || goal.linked.includes(source.id);
      if (!source.counts || !isLinked) this.automatic.delete(key);
      else if (this.automatic.has(key) || !goal.isPaused) this.automatic.set(key, signed(source, index));
    }
  }

  private async write(
    step: Step,
    entity: string,
    operation: "create" | "update" | "delete",
    id: string,
    data?: object,
  ) {
    if (step.bySync) {
      this.offline.push(change(entity, operation, id, data));
      return true;
    }
    await this.reconnect();
    const path = `/v1/${PATHS[entity as "tasks"]}`;
    const reply = await {
      create: () => this.actor.post(path, { id, ...data }),
      update: () => this.actor.patch(`${path}/${id}`, data),
      delete: () => this.actor.delete(`${path}/${id}`),
    }[operation]();
    expect(reply.status, reply.text).toBeLessThan(300);
    return true;
  }

  /** Pushes what was done offline, all at once. */
  private async reconnect(): Promise<void> {
    if (this.offline.length === 0) return;
    const { results } = await push(this.actor, this.offline.splice(0));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
  }

  /** Every goal is what its check-ins make of it, and every check-in is somebody's or its source's. */
  async prove(): Promise<void> {
    await this.reconnect();
    const checkIns: CheckIn[] = (await this.actor.get("/v1/goal-check-ins?limit=100")).data;
    const due = checkIns.filter(({ sourceType }) => sourceType !== "manual");
    const found = due.map(({ goalId, sourceId, value }) => [`${goalId}/${sourceId}`, value] as const);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(this.automatic));
    expect(due).toHaveLength(this.automatic.size);
    for (const { id } of this.goals) {
      const goal = (await this.actor.get(`/v1/goals/${id}`)).data;
      const { currentValue, progressPercent } = naive(
        goal,
        checkIns.filter(({ goalId }) => goalId === id),
      );
      expect([goal.currentValue, goal.progressPercent]).toEqual([currentValue, progressPercent]);
      const passed = goal.milestones.map(({ completedAt }: { completedAt: string | null }) => completedAt !== null);
      expect(passed).toEqual([10, 33.33, 100].map((percent) => progressPercent >= percent));
    }
  }
}

const PATHS = { goalCheckIns: "goal-check-ins", goals: "goals", tasks: "tasks", transactions: "transactions" };

const pick = <Item>(list: readonly Item[], index: number): Item | undefined => list[index % Math.max(list.length, 1)];

/** Goal 0 saves, goal 1 has no mode, goal 2 spends. */
const signed = ({ type, value }: Source, goal: number): number =>
  (type === "expense" && goal === 0) || (type === "income" && goal === 2) ? -value : value;

/** A goal recomputed from scratch, in ten-thousandths. */
function naive(
  goal: { initialValue: number; targetValue: number; direction: string },
  checkIns: CheckIn[],
): { currentValue: number; progressPercent: number } {
  const ordered = checkIns.toSorted((a, b) =>
    `${a.dateKey} ${a.createdAt} ${a.id}` < `${b.dateKey} ${b.createdAt} ${b.id}` ? -1 : 1,
  );
  let current = exact(goal.initialValue);
  for (const { mode, value } of ordered) {
    if (mode === "absolute") current = exact(value);
    else current += (goal.direction === "decrease" ? -1 : 1) * exact(value);
  }
  const [way, done] = [exact(goal.targetValue) - exact(goal.initialValue), current - exact(goal.initialValue)];
  const percent = way === 0 ? 0 : Math.round((done / way) * 10_000) / 100;
  return { currentValue: current / 10_000, progressPercent: Math.min(100, Math.max(0, percent)) + 0 };
}

const exact = (value: number): number => Math.round(value * 10_000);

describe("goals", () => {
  it("are what a recomputation from their check-ins gives, after any history", { timeout: 120_000 }, async () => {
    let [taken, done] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60 }), async (history) => {
        const planner = await Planner.open();
        for (const [index, step] of history.entries()) {
          taken += 1;
          if (await planner.take(step)) done += 1;
          if (index % 3 === 2) await planner.prove();
        }
        await planner.prove();
      }),
      { numRuns: 8, seed: SEED, endOnFailure: true },
    );
    expect(done / taken).toBeGreaterThan(0.6);
  });
});
