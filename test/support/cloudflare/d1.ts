import { randomUUID } from "node:crypto";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { found, pageOf, Refusal, type Routes } from "./routes.ts";

// D1 with a real SQLite behind each database, so that migrations, seeds and restores are what they are in production.

const SQL_BYTES_MAX = 100_000;
const PARAMS_MAX = 100;
const hex = (number: number): string => number.toString(16).padStart(8, "0");

interface Query {
  sql: string;
  params?: SQLInputValue[];
}

interface Result {
  success: true;
  results: Record<string, unknown>[];
  meta: { changed_db: boolean; changes: number; [key: string]: unknown };
}

/** The writes of a database since its creation, oldest first. */
type History = readonly { readonly query: Query; readonly at: number }[];

/** A database with its history. A bookmark stands for one of its histories, and restoring repeats what that says. */
class D1Database {
  readonly uuid = randomUUID();
  readonly created_at = new Date().toISOString();
  readReplication = "disabled";
  readonly name: string;
  private sqlite = new DatabaseSync(":memory:");
  private history: History = [];
  /** By bookmark: those of earlier states stay valid after a restore. */
  private readonly bookmarks = new Map<string, History>();

  constructor(name: string) {
    this.name = name;
  }

  /** One result per statement. They commit together, or not at all. */
  query(query: Query): Result[] {
    const results = this.run(query);
    if (results.some(({ meta }) => meta.changed_db)) this.history = [...this.history, { query, at: Date.now() }];
    return results;
  }

  /** The bookmark of the state at a moment (UTC ms). */
  bookmarkAt(moment: number): string {
    const history = this.history.filter(({ at }) => at <= moment);
    const bookmark = [history.length, this.bookmarks.size, 0].map(hex).join("-").concat("-", "0".repeat(32));
    this.bookmarks.set(bookmark, history);
    return bookmark;
  }

  restore(bookmark: string): { bookmark: string; previous_bookmark: string } {
    const history = found(this.bookmarks, bookmark, new Refusal(400, 7400, "Invalid bookmark"));
    const previous_bookmark = this.bookmarkAt(Date.now());
    this.sqlite = new DatabaseSync(":memory:");
    this.history = history;
    for (const { query } of history) this.run(query);
    return { bookmark, previous_bookmark };
  }

  get details(): object {
    const { uuid, name, created_at } = this;
    return { uuid, name, created_at, version: "production", num_tables: 0, file_size: 0, jurisdiction: null };
  }

  private run({ sql, params = [] }: Query): Result[] {
    const results: Result[] = [];
    this.sqlite.exec("BEGIN");
    try {
      for (let rest = sql.trim(); rest !== ""; ) {
        const statement = this.sqlite.prepare(rest);
        const text = statement.sourceSQL;
        if (text.length > SQL_BYTES_MAX) throw new Refusal(400, 7500, "statement too long: SQLITE_TOOBIG");
        if (params.length > PARAMS_MAX) throw new Refusal(400, 7500, "too many SQL variables: SQLITE_ERROR");
        rest = rest.slice(text.length).trim();
        const before = this.totalChanges();
        // As plain objects: SQLite's own rows have no prototype.
        const rows = statement.all(...params).map((row) => ({ ...row }));
        const changes = this.totalChanges() - before;
        const changed_db = changes > 0 || !/^\s*(SELECT|PRAGMA|WITH)\b/i.test(text);
        const meta = { changed_db, changes, duration: 0.1, rows_read: rows.length, rows_written: changes };
        results.push({ success: true, results: rows, meta: { ...meta, served_by_primary: true } });
      }
      this.sqlite.exec("COMMIT");
    } catch (error) {
      this.sqlite.exec("ROLLBACK");
      if (error instanceof Refusal) throw error;
      throw new Refusal(400, 7500, `${(error as Error).message}: SQLITE_ERROR`);
    }
    return results;
  }

  private readonly totalChanges = (): number =>
    Number(this.sqlite.prepare("SELECT total_changes() AS changes").get()?.changes);
}

/** Databases by their ids and names. */
export class D1 {
  private readonly byId = new Map<string, D1Database>();

  /** What a statement returns in the database of this name; undefined when there is no such database. */
  rows(name: string, sql: string): Record<string, unknown>[] | undefined {
    return this.find(name)?.query({ sql }).at(-1)?.results;
  }

  get names(): string[] {
    return [...this.byId.values()].map(({ name }) => name);
  }

  readonly routes: Routes = {
    "GET /d1/database": ({ query }) =>
      pageOf(
        [...this.byId.values()].map(({ details }) => details),
        query,
        1000,
      ),
    "POST /d1/database": (call) => {
      const { name } = call.json<{ name: string }>();
      if (this.find(name)) throw new Refusal(400, 7502, `Database with name '${name}' already exists`);
      const database = new D1Database(name);
      this.byId.set(database.uuid, database);
      return database.details;
    },
    "GET /d1/database/:database": ({ params }) => this.get(params.database).details,
    "PATCH /d1/database/:database": (call) => {
      const database = this.get(call.params.database);
      database.readReplication = call.json<{ read_replication: { mode: string } }>().read_replication.mode;
      return { ...database.details, read_replication: { mode: database.readReplication } };
    },
    "POST /d1/database/:database/query": (call) => this.get(call.params.database).query(call.json()),
    // The analytics of queries, which `wrangler d1 info` adds: there were none.
    "POST /graphql": () =>
      Response.json({ data: { viewer: { accounts: [{ d1AnalyticsAdaptiveGroups: [] }] } }, errors: null }),
    "GET /d1/database/:database/time_travel/bookmark": ({ params, query }) => {
      const moment = query.get("timestamp");
      return { bookmark: this.get(params.database).bookmarkAt(moment === null ? Date.now() : Date.parse(moment)) };
    },
    "POST /d1/database/:database/time_travel/restore": ({ params, query }) =>
      this.get(params.database).restore(query.get("bookmark") ?? ""),
  };

  find(idOrName: string): D1Database | undefined {
    return this.byId.get(idOrName) ?? this.byId.values().find(({ name }) => name === idOrName);
  }

  private get(idOrName = ""): D1Database {
    const database = this.find(idOrName);
    return found(
      new Map(database && [[idOrName, database]]),
      idOrName,
      new Refusal(404, 7404, `The database ${idOrName} could not be found`),
    );
  }
}
