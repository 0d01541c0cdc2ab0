import { Checkout } from "../test/support/cloudflare/checkout.ts";
import { SECRETS } from "./deploy/secrets.ts";
import { fail, readOptions } from "./run.ts";

// Deploys twice to a stand-in for Cloudflare on this machine, and shows what is printed:
//   npm run deploy:rehearsal -- --env staging

const { values } = readOptions({ options: { env: { type: "string", default: "production" } } });
/** What makes the secrets that nobody needs to see; the others come from vendors. */
const RANDOM: Readonly<Record<string, string>> = {
  TOKEN_SECRET: "openssl rand -base64 48",
  TOKEN_ENCRYPTION_KEYS: 'echo "first:$(openssl rand -base64 32)"',
  CRM_BOOTSTRAP_SECRET: "openssl rand -base64 48",
};
const checkout = new Checkout();
await checkout.start();

/** Shows a command and what it prints. @param typed what somebody answers when it asks */
async function show(command: string, { isRefused = false, typed = "" } = {}): Promise<void> {
  console.log(`\n$ ${command}`);
  const { code } = await checkout.run(command, { echo: process.stdout, input: typed });
  if ((code !== 0) !== isRefused) fail(`exit code ${code}`);
}

const deploy = `node scripts/deploy.ts --env ${values.env}`;
await show(deploy, { isRefused: true });
for (const secret of SECRETS) {
  const put = `npx wrangler secret put ${secret} --env ${values.env}`;
  const random = RANDOM[secret];
  if (random) await show(`${random} | ${put}`);
  else await show(put, { typed: "what the vendor gave" });
}
await show(deploy);
await show(deploy);
const { requests, refused } = checkout.cloudflare;
console.log(`\n${requests.length} requests to the stand-in, of which it refused ${refused.length}.`);
await checkout.stop();
