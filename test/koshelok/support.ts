import { Actor, type Reply } from "../support/actor.ts";
import { mailsTo } from "../support/mailbox.ts";

export const PASSWORD = "12345678";

export const uniqueEmail = () => `${crypto.randomUUID()}@example.com`;

/** An Uzbek mobile number that nobody else has. */
export const uniquePhone = () =>
  `+99890${String((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 10_000_000).padStart(7, "0")}`;

export const uniqueUsername = () => `ali_${crypto.randomUUID().slice(0, 13)}`;

/** Somebody who calls Koshelok, without an account. */
export const visitor = (): Actor => new Actor("koshelok", "/koshelok");

/** The same, with an access token. */
export function bearer(access: string): Actor {
  const actor = visitor();
  actor.accessToken = access;
  return actor;
}

/** The code in the newest of `count` messages to the address. */
export async function codeTo(address: string, count = 1): Promise<string> {
  const [mail] = await mailsTo(address, count);
  const codes = mail?.text.match(/\d{4}/g) ?? [];
  if (codes.length !== 1) throw new Error(`Not one code in ${JSON.stringify(mail)}`);
  return String(codes[0]);
}

/** Another code of four digits. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 10_000).padStart(4, "0");

/** Signs up; the actor may verify the code. */
export async function newcomer(address = uniqueEmail()): Promise<Actor> {
  const actor = visitor();
  return adopt(actor, await actor.post("/users/signup/", { email_phone_number: address }), { address });
}

/** Signs up and proves the address; the actor may finish the account. */
export async function verified(address = uniqueEmail()): Promise<Actor> {
  const actor = await newcomer(address);
  return adopt(actor, await actor.post("/users/code_verify/", { code: await codeTo(address) }));
}

export const info = (changes: object = {}) => ({
  first_name: "Ali",
  last_name: "Valiyev",
  username: uniqueUsername(),
  password: PASSWORD,
  password_confirm: PASSWORD,
  ...changes,
});

/** A finished user with the wallet open. */
export async function newUser(changes: object = {}, address = uniqueEmail()): Promise<Actor> {
  const actor = await verified(address);
  return adopt(actor, await actor.put("/users/change_info/", info(changes)));
}

export async function login(user_input: string, password = PASSWORD): Promise<Actor> {
  const actor = visitor();
  return adopt(actor, await actor.post("/users/login/", { user_input, password }));
}

/** Takes over the tokens of a reply, and what is known of the user. */
function adopt(actor: Actor, reply: Reply, known: object = {}): Actor {
  const { access, refresh, ...user } = reply.body;
  if (reply.status >= 300 || !access) throw new Error(`No tokens: ${reply.status} ${reply.text}`);
  actor.accessToken = access;
  actor.refreshToken = refresh;
  actor.user = { ...actor.user, ...known, ...user };
  return actor;
}

/** What a reply says, for comparing it whole. */
export const said = ({ status, body }: Reply) => [status, body];

/** D1 and hub calls that the request made. */
export const calls = ({ headers }: Reply) => headers.get("server-timing");

export const BAD_TOKEN = [
  401,
  {
    detail: "Given token not valid for any token type",
    code: "token_not_valid",
    messages: [{ token_class: "AccessToken", token_type: "access", message: "Token is invalid or expired" }],
  },
];
export const FORBIDDEN = [403, { detail: "You do not have permission to perform this action." }];
export const NOT_FOUND = [404, { detail: "Not found." }];
export const DEAD_REFRESH = [401, { detail: "Token is invalid or expired", code: "token_not_valid" }];
