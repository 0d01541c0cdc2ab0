import { Actor, PASSWORD, type Reply } from "../support/actor.ts";

export const visitor = (): Actor => new Actor("crm", "/crm/api/v1");

export const uniqueEmail = () => `${crypto.randomUUID()}@example.com`;

export const registration = (changes: object = {}) => ({
  email: uniqueEmail(),
  password: PASSWORD,
  name: "Dilnoza Rahimova",
  ...changes,
});

const firstAccount = registration();
let founding: Promise<unknown> | undefined;

/** The first user of this file's installation, signed in now: tests move the clock. */
export async function administrator(): Promise<Actor> {
  founding ??= visitor().post("/auth/register", firstAccount).then(created);
  await founding;
  return signIn(firstAccount);
}

const signIn = async (account: object): Promise<Actor> => visitor().adopt(await visitor().post("/auth/login", account));

/** A newly registered and signed-in user. */
export async function newSeller(changes: object = {}): Promise<Actor> {
  const admin = await administrator();
  const account = registration(changes);
  created(await admin.post("/auth/register", account));
  // A user has a bounded number of sessions, and one whose clock stands in the past is pushed out first.
  await admin.post("/auth/logout");
  return signIn(account);
}

/** The reply, unless it is no creation. */
export function created(reply: Reply): Reply {
  if (reply.status !== 201) throw new Error(`Not created: ${reply.status} ${reply.text}`);
  return reply;
}

export const customerBody = (changes: object = {}) => ({ name: "Anvar Karimov", email: uniqueEmail(), ...changes });

export const newCustomer = async (actor: Actor, changes: object = {}) =>
  created(await actor.post("/customers", customerBody(changes))).data.customer;

export const newDeal = async (actor: Actor, customerId: number, changes: object = {}) =>
  created(await actor.post("/deals", { title: "Yearly contract", customerId, ...changes })).data.deal;

/** What a refused request says, for comparing it whole. */
export const refusal = ({ status, error }: Reply) => ({
  status,
  code: error?.code,
  ...(error?.details && { fields: Object.keys(error.details) }),
});

/** D1 and hub calls that the request made. */
export const calls = ({ headers }: Reply) => headers.get("server-timing");

export const NOT_FOUND = { status: 404, code: "NOT_FOUND" };
export const CONFLICT = { status: 409, code: "CONFLICT" };
