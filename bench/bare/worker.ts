import { DurableObject } from "cloudflare:workers";
import { createCustomer, createWalletTransaction, listCustomers, listTransactions } from "./products.ts";
import { createTransaction, getTask, insertRows, listTasks, pull, type Query } from "./sql.ts";

interface Env {
  LEORA_DB_1: D1Database;
  CRM_DB: D1Database;
  KOSHELOK_DB: D1Database;
  HUB: DurableObjectNamespace<Hub>;
}

/** The sockets of one user. */
export class Hub extends DurableObject {
  override fetch(): Response {
    const { 0: client, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket);
    return new Response(null, { status: 101, webSocket: client });
  }

  broadcast(text: string): void {
    for (const socket of this.ctx.getWebSockets()) socket.send(text);
  }
}

/**
 * The bare Worker: it sends the same SQL as ours and replies with the rows as JSON. It authenticates nobody, validates nothing
 * and applies no rules; who asks stands in the header `user`.
 */
export default {
  async fetch(request, env, execution): Promise<Response> {
    const url = new URL(request.url);
    const user = request.headers.get("user") ?? url.searchParams.get("user") ?? "";
    const owner = Number(user);
    const askOf = (db: D1Database) => async (queries: Query[]) =>
      (await db.batch<Record<string, unknown>>(queries.map(({ sql, params }) => db.prepare(sql).bind(...params)))).map(
        ({ results }) => results,
      );
    const ask = askOf(env.LEORA_DB_1);
    switch (`${request.method} ${url.pathname}`) {
      case "GET /tasks": {
        const [rows, count] = await ask(listTasks(owner));
        return reply(1, { success: true, data: rows, meta: count, error: null });
      }
      case "GET /task": {
        const [[row] = []] = await ask([getTask(owner, url.searchParams.get("id") ?? "")]);
        return reply(1, { success: true, data: row, error: null });
      }
      case "POST /transactions": {
        const row = await request.json<Record<string, unknown>>();
        const { read, write } = createTransaction(owner, row);
        await ask(read);
        const answers = await ask(write);
        execution.waitUntil(env.HUB.getByName(user).broadcast(JSON.stringify(row)));
        return reply(2, { success: true, data: row, meta: answers.at(-2), error: null });
      }
      case "POST /rows": {
        const rows = await request.json<Record<string, unknown>[]>();
        await ask([insertRows("transactions", owner, rows)]);
        return reply(1, { success: true, data: rows.length, error: null });
      }
      case "GET /pull": {
        const [clock, ...rows] = await ask(pull(owner));
        return reply(1, { success: true, data: { changes: rows.flat(), cursor: clock }, error: null });
      }
      case "GET /crm/customers":
        return reply(1, { success: true, data: await askOf(env.CRM_DB)(listCustomers(owner)) });
      case "POST /crm/customers": {
        const created = createCustomer(owner, await request.json(), Date.now());
        return reply(1, { success: true, data: (await askOf(env.CRM_DB)(created))[0] });
      }
      case "GET /koshelok/transactions":
        return reply(1, await askOf(env.KOSHELOK_DB)(listTransactions(owner)));
      case "POST /koshelok/transactions": {
        const created = createWalletTransaction(owner, await request.json(), Date.now());
        return reply(1, (await askOf(env.KOSHELOK_DB)(created))[1]);
      }
      case "GET /ws":
        return env.HUB.getByName(user).fetch(request);
      default:
        return new Response(null, { status: 404 });
    }
  },
} satisfies ExportedHandler<Env>;

const reply = (d1: number, body: unknown): Response =>
  Response.json(body, { headers: { "Server-Timing": `d1;desc="${d1}"` } });
