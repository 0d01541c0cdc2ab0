import { env } from "cloudflare:workers";
import bcrypt from "bcryptjs";
import { expect, it } from "vitest";
import { visitor as crmVisitor, newSeller } from "../../crm/support.ts";
import { bearer, newUser, visitor } from "../../koshelok/support.ts";
import { registration } from "../../leora/identity/support.ts";
import { type Actor, anonymous } from "../../support/actor.ts";

/** The same letters, each accented one as one character and as two. */
const [COMPOSED, DECOMPOSED] = ["P\u00e4ssw\u00f6rd-1", "Pa\u0308sswo\u0308rd-1"];

const PRODUCTS = [
  {
    name: "leora",
    database: env.LEORA_DB,
    newAccount: async () => {
      const body = registration({ password: DECOMPOSED, confirmPassword: COMPOSED });
      return anonymous().adopt(await anonymous().post("/v1/auth/register", body));
    },
    signIn: ({ user }: Actor, password: string) =>
      anonymous().post("/v1/auth/login", { emailOrUsername: user.email, password }),
  },
  {
    name: "crm",
    database: env.CRM_DB,
    newAccount: () => newSeller({ password: DECOMPOSED }),
    signIn: ({ user }: Actor, password: string) => crmVisitor().post("/auth/login", { email: user.email, password }),
  },
  {
    name: "koshelok",
    database: env.KOSHELOK_DB,
    newAccount: () => newUser({ password: DECOMPOSED, password_confirm: COMPOSED }),
    signIn: ({ user }: Actor, password: string) =>
      visitor().post("/users/login/", { user_input: user.address, password }),
  },
];

it.each(PRODUCTS)("$name compares passwords in composed form, and replaces older hashes once", async (product) => {
  const { database, newAccount, signIn } = product;
  const account = await newAccount();
  for (const password of [COMPOSED, DECOMPOSED]) expect((await signIn(account, password)).status).toBe(200);

  const { address, id } = account.user;
  const [column, value] = address ? ["address", address] : ["id", id];
  const hashNow = () =>
    database.prepare(`SELECT passwordHash FROM users WHERE ${column} = ?`).bind(value).first("passwordHash");
  const old = await bcrypt.hash(DECOMPOSED, 4);
  await database.prepare(`UPDATE users SET passwordHash = ? WHERE ${column} = ?`).bind(old, value).run();
  expect((await signIn(account, COMPOSED)).status).toBe(401);
  expect(await hashNow()).toBe(old);
  expect((await signIn(account, DECOMPOSED)).status).toBe(200);
  const replaced = await hashNow();
  expect(replaced).not.toBe(old);
  for (const password of [COMPOSED, DECOMPOSED]) expect((await signIn(account, password)).status).toBe(200);
  expect(await hashNow()).toBe(replaced);
});

it("a changed password is composed too, and so is the old one that allows it", async () => {
  const { accessToken, user } = await newUser({ password: DECOMPOSED, password_confirm: DECOMPOSED });
  const other = DECOMPOSED.replace("1", "2");
  const change = { old_pass: COMPOSED, new_pass: other, confirm_new_pass: other.normalize() };
  expect((await bearer(accessToken ?? "").put("/users/update/", change)).status).toBe(200);
  const right = { user_input: user.address, password: other.normalize() };
  expect((await visitor().post("/users/login/", right)).status).toBe(200);
});
