/**
 * Migrates and seeds the local databases, and starts `wrangler dev`:
 *   npm start [-- <arguments of wrangler dev>]
 *   node scripts/start.ts [--follow-parent] [<arguments of wrangler dev>]
 *
 * Everything that it starts (wrangler, workerd, esbuild) ends with it, even when it is killed. It ends
 * - when it gets TERM, INT (Ctrl-C), QUIT or HUP (its terminal was closed); npm passes on the first two;
 * - when the npm that runs it is gone, by HUP or by KILL;
 * - with `--follow-parent`, which is for tools, when the process that runs it is gone.
 * It does not end because a script that ran it with `&` did, because it has no terminal, or because its standard input is closed.
 * Below `nohup` it ignores HUP, and goes on without npm, which dies of it.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { supervise } from "./supervise.ts";

const FOLLOW_PARENT = "--follow-parent";

const args = process.argv.slice(2).filter((arg) => arg !== FOLLOW_PARENT);
/** The databases are stored where `wrangler dev` looks for them. */
const { values } = parseArgs({ args, options: { "persist-to": { type: "string" } }, strict: false });
const storage = values["persist-to"] ? ["--persist-to", String(values["persist-to"])] : [];
/** The developer's own variables (.dev.vars.example). */
const variables = existsSync(".dev.vars.local") ? ["--env-file", ".dev.vars.local"] : [];

await supervise(
  [
    ["node", "scripts/vendor.ts"],
    ["node", "scripts/local-databases.ts", ...storage],
    ["wrangler", "dev", ...variables, ...args],
  ],
  { followsParent: process.argv.includes(FOLLOW_PARENT) },
);
