/**
 * A user with a month of a family's life, on a running server (`npm start`):
 *   npm run seed:demo [-- --remote]     the server's URL is in BASE_URL, default http://localhost:8787
 * Signs in and changes nothing when the user has rows already. Everybody knows the password: servers on other machines are
 * refused without `--remote`.
 */
import { fail, readOptions } from "../run.ts";
import { Api, ApiError } from "./api.ts";
import { type Change, changesOf } from "./seed-rows.ts";

const BASE_URL = process.env.BASE_URL ?? "http://localhost:8787";
const USER = { email: "demo@leora.example", fullName: "Nigora Karimova", password: "Demo-Parol-2026" };
const REGION = { region: "uzbekistan", currency: "UZS", timezone: "Asia/Tashkent" };

interface Results {
  results: { entity: string; status: string; error: { code: string; message: string } | null }[];
}

const { values } = readOptions({ options: { remote: { type: "boolean", default: false } } });
if (!values.remote && !isLocal(new URL(BASE_URL))) {
  fail(
    `${BASE_URL} is not on this machine, and everybody knows the demo user's password: npm run seed:demo -- --remote`,
  );
}

const health = await fetch(`${BASE_URL}/healthz`).catch(() => undefined);
if (!health?.ok) fail(`${BASE_URL} does not answer; start it with: npm start`);

const api = new Api(BASE_URL, "npm run seed:demo");
await signIn();
const { length: accounts } = await api.get<unknown[]>("/v1/accounts");
if (accounts > 0) {
  console.log("✓ the demo user is there already");
} else {
  const changes = changesOf(new Date());
  await push(changes);
  console.log(`✓ the demo user has ${summaryOf(changes)}`);
}
console.log(`\n  Server    ${BASE_URL}/v1\n  E-mail    ${USER.email}\n  Password  ${USER.password}`);

function isLocal({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname) || hostname.endsWith(".localhost");
}

/** Registers the user, unless somebody has. */
async function signIn(): Promise<void> {
  const { email, password, fullName } = USER;
  try {
    await api.signIn("/v1/auth/login", { emailOrUsername: email, password });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "AUTH_INVALID_CREDENTIALS")) throw error;
    await api.signIn("/v1/auth/register", { email, fullName, password, confirmPassword: password, ...REGION });
  }
}

/** One push is one write: all of it is stored, or nothing. */
async function push(changes: readonly Change[]): Promise<void> {
  const { results } = await api.post<Results>("/v1/sync/push", { changes });
  const refused = results.filter(({ status }) => status !== "applied");
  if (refused.length > 0) fail(`The server refused rows: ${JSON.stringify(refused.slice(0, 3))}`);
}

/** `3 accounts, 280 transactions, …` */
function summaryOf(changes: readonly Change[]): string {
  const groups = Map.groupBy(changes, ({ entity }) => entity);
  return [...groups].map(([entity, { length }]) => `${length} ${entity}`).join(", ");
}
