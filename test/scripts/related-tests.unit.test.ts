import { expect, test } from "vitest";
import { divided, relatedTests } from "../../scripts/related-tests.ts";

const TESTS = [
  "test/engine/quotas.test.ts",
  "test/engine/sync/push.test.ts",
  "test/kernel/crypto.test.ts",
  "test/kernel/money.unit.test.ts",
  "test/kernel/http/headers.unit.test.ts",
  "test/leora/finance/debts.fresh.test.ts",
  "test/leora/finance/debts.schedule.test.ts",
  "test/leora/finance/debts.test.ts",
  "test/leora/finance/transactions.test.ts",
  "test/leora/planner/habits.sync.test.ts",
  "test/leora/planner/tasks.test.ts",
  "test/scripts/related-tests.unit.test.ts",
];

const ROUTES: Record<string, string> = {
  "src/leora/finance/debts/routes.ts":
    'routes.user("get", "/debts/{id}/payments", {…}); crudEndpoints({ path: "/debts" })',
};

const related = (...changed: string[]) => relatedTests(changed, TESTS, (path) => ROUTES[path]);

test.each([
  ["src/leora/finance/debts/rules.ts", ["debts.schedule.test.ts", "debts.test.ts", "debts.fresh.test.ts"]],
  ["src/leora/finance/debts/payments/entity.ts", ["debts.schedule.test.ts", "debts.test.ts", "debts.fresh.test.ts"]],
  ["src/leora/planner/habits/completions/rules.ts", ["habits.sync.test.ts"]],
  ["src/kernel/http/transport.ts", ["headers.unit.test.ts"]],
  ["src/kernel/money.ts", ["money.unit.test.ts"]],
  ["src/kernel/text.ts", ["crypto.test.ts", "money.unit.test.ts"]],
  ["src/engine/list.ts", ["quotas.test.ts"]],
  ["src/engine/sync/push.ts", ["push.test.ts"]],
  [
    "test/leora/finance/support.ts",
    ["debts.schedule.test.ts", "debts.test.ts", "transactions.test.ts", "debts.fresh.test.ts"],
  ],
  ["test/leora/planner/tasks.test.ts", ["tasks.test.ts"]],
  ["scripts/related-tests.ts", ["related-tests.unit.test.ts"]],
  ["scripts/demo/main.ts", []],
  ["src/leora/app.ts", []],
  ["src/worker.ts", []],
  ["README.md", []],
  ["wrangler.toml", []],
])("%s: %j", (changed, names) => {
  expect(related(changed).files.map((file) => file.slice(file.lastIndexOf("/") + 1))).toEqual(names);
});

test("endpoints are those of the feature that a file belongs to", () => {
  expect(related("src/leora/finance/debts/payments/entity.ts").endpoints).toEqual(["/debts"]);
  expect(related("src/leora/finance/transactions/entity.ts").endpoints).toEqual([]);
  expect(related("test/leora/finance/debts.test.ts").endpoints).toEqual([]);
});

test("of many files those run that share an installation, and none that takes a minute", () => {
  const shared = Array.from({ length: 7 }, (_, index) => `test/crm/shared-${index}.test.ts`);
  const fresh = ["test/crm/a.fresh.test.ts", "test/crm/b.fresh.test.ts"];
  const long = ["test/crm/money.property.test.ts", "test/crm/moves.databases.test.ts"];
  const related = relatedTests([...long, ...fresh, ...shared], [...long, ...fresh, ...shared], () => undefined).files;
  expect(divided(related)).toEqual({
    chosen: [...shared, fresh[0]],
    leftOut: related.filter((file) => [...long, fresh[1]].includes(file)),
  });
});
