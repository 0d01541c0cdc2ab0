import { bearer, copyDatabase, json } from "./fixture.ts";
import { type Call, send } from "./load.ts";
import type { Scenario } from "./scenarios.ts";
import type { Server } from "./server.ts";

// What is measured of CRM and Koshelok.

const ROWS = 500;
const PASSWORD = "Benchmark-2026";
const CONNECTIONS = 16;

type Fields = Record<string, unknown>;

/** A seller with customers and a wallet with transactions: 500 rows each, the same in both databases. */
export async function productScenarios(ours: Server, bare: Server): Promise<Scenario[]> {
  const seller = await prepareSeller(`${ours.url}/crm/api/v1`);
  const wallet = await prepareWallet(ours.url);
  for (const name of ["CRM_DB", "KOSHELOK_DB"]) await copyDatabase(ours.databaseOf(name), bare.databaseOf(name));
  let customers = ROWS;
  const newCustomer = () => {
    customers += 1;
    return customerOf(customers);
  };
  const scenario = (name: string, aim: number, calls: number, ourCall: () => Call, bareCall: () => Call): Scenario => ({
    name,
    calls,
    connections: CONNECTIONS,
    aim,
    ours: { next: ourCall },
    bare: { next: bareCall },
  });
  const read = (path: string, token: string): Call => ({ method: "GET", url: ours.url + path, headers: bearer(token) });
  const bareRead = (path: string, user: number): Call => ({
    method: "GET",
    url: bare.url + path,
    headers: { user: String(user) },
  });
  const bareWrite = (path: string, user: number, row: Fields) =>
    json("POST", bare.url + path, { user: String(user) }, row);
  return [
    scenario(
      "CRM: list of 20 customers",
      0.75,
      2000,
      () => read("/crm/api/v1/customers?limit=20", seller.token),
      () => bareRead("/crm/customers", seller.id),
    ),
    scenario(
      "CRM: create a customer",
      0.7,
      1200,
      () => json("POST", `${ours.url}/crm/api/v1/customers`, bearer(seller.token), newCustomer()),
      () => bareWrite("/crm/customers", seller.id, newCustomer()),
    ),
    scenario(
      "Koshelok: page of 20 transactions",
      0.75,
      2000,
      () => read("/koshelok/finance/transactions/?limit=20", wallet.token),
      () => bareRead("/koshelok/transactions", wallet.id),
    ),
    scenario(
      "Koshelok: create a transaction",
      0.7,
      1200,
      () =>
        json("POST", `${ours.url}/koshelok/finance/transactions/`, bearer(wallet.token), expenseIn(wallet.category)),
      () => bareWrite("/koshelok/transactions", wallet.id, expenseIn(wallet.category)),
    ),
  ];
}

/** The first user is the administrator, who sees everything; the second one sells. */
async function prepareSeller(url: string): Promise<{ id: number; token: string }> {
  const account = (name: string) => ({ email: `${name}@example.com`, password: PASSWORD, name });
  const admin = await ask<{ data: { token: string } }>(json("POST", `${url}/auth/register`, {}, account("admin")));
  await ask(json("POST", `${url}/auth/register`, bearer(admin.data.token), account("seller")));
  const login = json("POST", `${url}/auth/login`, {}, { email: "seller@example.com", password: PASSWORD });
  const { data } = await ask<{ data: { token: string; user: { id: number } } }>(login);
  for (let index = 0; index < ROWS; index += 1) {
    await ask(json("POST", `${url}/customers`, bearer(data.token), customerOf(index)));
  }
  return { id: data.user.id, token: data.token };
}

async function prepareWallet(origin: string): Promise<{ id: number; token: string; category: number }> {
  const url = `${origin}/koshelok`;
  const address = "wallet@example.com";
  const signup = await ask<{ id: number; access: string }>(
    json("POST", `${url}/users/signup/`, {}, { email_phone_number: address }),
  );
  const code = await codeTo(origin, address);
  const verified = await ask<{ access: string }>(
    json("POST", `${url}/users/code_verify/`, bearer(signup.access), { code }),
  );
  const info = { first_name: "Ali", last_name: "Valiyev", username: "wallet" };
  const { access: token } = await ask<{ access: string }>(
    json("PUT", `${url}/users/change_info/`, bearer(verified.access), {
      ...info,
      password: PASSWORD,
      password_confirm: PASSWORD,
    }),
  );
  const category = await ask<{ id: number }>(
    json("POST", `${url}/finance/categories/`, bearer(token), { name: "Ovqatlanish", type: "expense" }),
  );
  for (let index = 0; index < ROWS; index += 1) {
    await ask(json("POST", `${url}/finance/transactions/`, bearer(token), expenseIn(category.id)));
  }
  return { id: signup.id, token, category: category.id };
}

/** Polls development's mailbox for the code of an address, which arrives through the queue. */
async function codeTo(origin: string, address: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { text } = await send({ method: "GET", url: `${origin}/dev/mailbox?to=${address}`, headers: {} });
    const [mail] = JSON.parse(text) as { text: string }[];
    const code = mail && /\d{4}/.exec(mail.text)?.[0];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("No code arrived");
}

async function ask<Reply>(call: Call): Promise<Reply> {
  return JSON.parse((await send(call)).text) as Reply;
}

const customerOf = (index: number): Fields => ({
  name: `Dilnoza Rahimova ${index}`,
  email: `customer-${index}@example.com`,
  phone: "+998901234567",
  company: "Chorsu Savdo",
  status: "active",
  value: "1 500 000 so'm",
});

const expenseIn = (category: number): Fields => ({ category, amount: 50000, comment: "Nonushta", date: "2026-11-01" });
