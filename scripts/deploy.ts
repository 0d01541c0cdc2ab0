import { connect } from "./deploy/cloudflare.ts";
import { updateDatabase } from "./deploy/data.ts";
import { readEnvironment } from "./deploy/environment.ts";
import { ensureBucket, ensureDatabases, ensureQueues } from "./deploy/resources.ts";
import { requireSecrets } from "./deploy/secrets.ts";
import { readOptions, run } from "./run.ts";

// Takes the Worker to Cloudflare (docs/deploy.md). Safe to run again: what exists is left as it is.
//   npm run deploy                     to production
//   npm run deploy -- --env staging
//   npm run deploy -- --upload         all but the last step: the new version gets no requests until `wrangler versions deploy`

const { values } = readOptions({
  options: { env: { type: "string", default: "production" }, upload: { type: "boolean", default: false } },
});

run("node", "scripts/config.ts", "--check");
const environment = readEnvironment(values.env);
const api = await connect();
const databaseIds = await ensureDatabases(api, environment);
await ensureQueues(api, environment);
await ensureBucket(api, environment);
await requireSecrets(api, environment);
await Promise.all(
  environment.databases.map((database) =>
    updateDatabase(api, environment.name, database, databaseIds.get(database.name) ?? ""),
  ),
);
run("node", "scripts/vendor.ts");
run("wrangler", ...(values.upload ? ["versions", "upload"] : ["deploy"]), "--env", environment.name);
