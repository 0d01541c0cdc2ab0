import { env } from "cloudflare:workers";
import { beforeAll, expect, it, vi } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { hashPassword } from "../../../src/kernel/auth/password.ts";
import { type Account, type Claim, signIn } from "../../../src/kernel/auth/sign-in.ts";
import { publicContext } from "../../../src/kernel/context.ts";
import { Database, statement } from "../../../src/kernel/db/database.ts";
import { NO_CLIENT } from "../../../src/kernel/request.ts";
import { administrator } from "../../crm/support.ts";

// CRM's first user is its administrator, whom other files that share this installation need.
beforeAll(administrator);

const PASSWORD = "Secure-Pass-123";
const REFUSED = { code: "credentials_invalid", message: "credentials_invalid" };

const ctx = publicContext({
  env: parseEnv(env),
  product: "crm",
  requestId: "test",
  now: Date.parse("2026-11-24T10:00:00Z"),
  client: NO_CLIENT,
  later: () => undefined,
});
const database = new Database(env.CRM_DB, { d1: 0, hub: 0 });
const renaming = ({ id }: Account) => statement("UPDATE users SET name = 'Signed in' WHERE id = ?", id);

async function newAccount(): Promise<Account> {
  const passwordHash = await hashPassword(parseEnv(env), PASSWORD);
  const [row] = await database.all(
    statement(
      `INSERT INTO users (email, passwordHash, name, role, timezone, createdAt, updatedAt)
        VALUES (?, ?, 'Sardor', 'user', 'UTC', 0, 0) RETURNING id`,
      `${crypto.randomUUID()}@example.com`,
      passwordHash,
    ),
  );
  return { id: Number(row?.id), passwordHash };
}

/** Signing in as an account: its row is read again, unless there is none. */
const claimOf = (account: Account | undefined): Claim<Account> => ({
  name: crypto.randomUUID(),
  owner: statement("NULL"),
  find: statement("SELECT id FROM users WHERE id = ?", account?.id ?? null),
  read: () => account as Account,
});

const nameOf = async ({ id }: Account) =>
  (await database.all(statement("SELECT name FROM users WHERE id = ?", id)))[0]?.name;

it("runs what opens the session, and returns it with the user", async () => {
  const account = await newAccount();
  const signedIn = await signIn(ctx, claimOf(account), PASSWORD, async (user) => ({
    statements: [renaming(user)],
    token: "t",
  }));
  expect(signedIn).toMatchObject({ user: account, opened: { token: "t" } });
  expect(await nameOf(account)).toBe("Signed in");
});

it("refuses an unknown user, a wrong password and an account without one alike, and opens nothing", async () => {
  const account = await newAccount();
  const open = vi.fn(async () => ({ statements: [] }));
  await expect(signIn(ctx, claimOf(undefined), PASSWORD, open)).rejects.toMatchObject(REFUSED);
  await expect(signIn(ctx, claimOf(account), "Wrong-Pass-1", open)).rejects.toMatchObject(REFUSED);
  await expect(signIn(ctx, claimOf({ ...account, passwordHash: null }), PASSWORD, open)).rejects.toMatchObject(REFUSED);
  expect(open).not.toHaveBeenCalled();
});

it("refuses a password that is changed while it is checked, and leaves no trace", async () => {
  const account = await newAccount();
  const changing = statement("UPDATE users SET passwordHash = 'another' WHERE id = ?", account.id);
  const signingIn = signIn(ctx, claimOf(account), PASSWORD, async (user) => {
    await database.batch([changing]);
    return { statements: [renaming(user)] };
  });
  await expect(signingIn).rejects.toMatchObject(REFUSED);
  expect(await nameOf(account)).toBe("Sardor");
});
