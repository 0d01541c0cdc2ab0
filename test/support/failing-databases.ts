import { env } from "cloudflare:workers";
import type { Bindings } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";

type Database = Pick<D1Database, "prepare" | "batch">;
type Prepared = Pick<D1PreparedStatement, "bind" | "all" | "run" | "first">;

/**
 * The Worker's bindings with Leora's databases, whose calls are counted together; one of them fails. `before`: nothing was done.
 * `after`: it was done, and the answer is lost.
 */
export class FailingDatabases {
  calls = 0;
  readonly bindings: Bindings;

  constructor(
    private readonly failing: number,
    private readonly when: "before" | "after",
  ) {
    const databases = Object.entries(env).filter(([name]) => name.startsWith("LEORA_DB"));
    const wrapped = databases.map(([name, database]) => [name, this.database(unsafeCast<D1Database>(database))]);
    this.bindings = { ...env, ...Object.fromEntries(wrapped) };
  }

  private database(database: D1Database): Database {
    const originals = new Map<Prepared, D1PreparedStatement>();
    const wrap = (prepared: D1PreparedStatement): Prepared => {
      const statement = unsafeCast<Prepared>({
        bind: (...params: unknown[]) => wrap(prepared.bind(...params)),
        all: () => this.call(() => prepared.all()),
        run: () => this.call(() => prepared.run()),
        first: () => this.call(() => prepared.first()),
      });
      originals.set(statement, prepared);
      return statement;
    };
    return unsafeCast<Database>({
      prepare: (sql: string) => wrap(database.prepare(sql)),
      batch: (statements: Prepared[]) =>
        this.call(() => database.batch(statements.flatMap((statement) => originals.get(statement) ?? []))),
    });
  }

  private async call<Answer>(run: () => Promise<Answer>): Promise<Answer> {
    this.calls += 1;
    const fails = this.calls === this.failing;
    if (fails && this.when === "before") throw new Error("D1 is away");
    const answer = await run();
    if (fails) throw new Error("D1's answer is lost");
    return answer;
  }
}
