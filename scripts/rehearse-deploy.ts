import { Checkout } from "../test/support/cloudflare/checkout.ts";
import { SECRETS } from "./deploy/secrets.ts";
import { fail, readOptions } from "./run.ts";

// Deploys twice to a stand-in for Cloudflare on this machine, and shows what is printed:
//   npm run deploy:rehearsal -- --env staging

const { values } = readOptions({ options: { env: { type: "string", default: "production" } } });
const checkout = new Checkout();
await checkout.start();

/** Shows a command and what it prints. */
async function show(command: string, isRefused = false): Promise<void> {
  console.log(`\n$ ${command}`);
  const { code } = await checkout.run(command, { echo: process.stdout });
  if ((code !== 0) !== isRefused) fail(`exit code ${code}`);
}

const deploy = `node scripts/deploy.ts --env ${values.env}`;
await show(deploy, true);
for (const secret of SECRETS) {
  await show(`openssl rand -base64 48 | npx wrangler secret put ${secret} --env ${values.env}`);
}
await show(deploy);
await show(deploy);
const { requests, refused } = checkout.cloudflare;
console.log(`\n${requests.length} requests to the stand-in, of which it refused ${refused.length}.`);
await checkout.stop();
