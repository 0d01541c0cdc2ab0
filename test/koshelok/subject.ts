import { env } from "cloudflare:workers";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { koshelok } from "../../src/koshelok/app.ts";
import { type Call, catalogOf, nameOf } from "../rules/catalog.ts";
import { exampleBody, exampleQuery } from "../rules/schema.ts";
import type { Subject } from "../rules/subjects.ts";
import type { World } from "../rules/world.ts";
import {
  bearer,
  codeTo,
  info,
  newcomer,
  newUser,
  PASSWORD,
  uniqueEmail,
  uniqueUsername,
  verified,
  visitor,
} from "./support.ts";

const catalog = catalogOf(koshelok, "");

async function newWorld(): Promise<World> {
  const secret = `secret-${crypto.randomUUID()}`;
  const owner = await newUser({ first_name: secret });
  const { body: categories } = await owner.post("/finance/categories/", { name: secret, type: "expense" });
  const spent = { category: categories.id, amount: 50000, comment: secret, date: "2025-09-21" };
  const { body: transactions } = await owner.post("/finance/transactions/", spent);
  return { owner, secret, rows: { categories, transactions } };
}

/** A form with the smallest file that passes for a WebP. */
export const PHOTO = {
  text: '--x\r\nContent-Disposition: form-data; name="photo"; filename="me"\r\n\r\nRIFF....WEBP\r\n--x--\r\n',
  type: "multipart/form-data; boundary=x",
};

async function photoOf({ owner }: World): Promise<string> {
  const { body } = await owner.requestRaw("PATCH", "/users/image/", PHOTO.text, { "Content-Type": PHOTO.type });
  return body.photo.split("/").at(-1);
}

/** What a good request needs beyond the id of the world's row and the examples of the endpoint's contract. */
const CALLS: Readonly<Record<string, (world: World) => Partial<Call> | Promise<Partial<Call>>>> = {
  "POST /users/signup/": () => ({ body: { email_phone_number: uniqueEmail() } }),
  "POST /users/code_verify/": async () => {
    const by = await newcomer();
    return { by, body: { code: await codeTo(by.user.address) } };
  },
  "GET /users/new_verify/": async () => ({ by: await newcomer() }),
  "PUT /users/change_info/": async () => ({ by: await verified(), body: info() }),
  "PATCH /users/change_info/": () => ({ body: { first_name: "Vali", username: uniqueUsername() } }),
  "POST /users/login/": ({ owner }) => ({ body: { user_input: owner.user.address, password: PASSWORD } }),
  "POST /users/logout/": ({ owner }) => ({ body: { refresh: owner.refreshToken } }),
  "POST /users/token/refresh/": ({ owner }) => ({ body: { refresh: owner.refreshToken } }),
  "POST /users/forgot/": ({ owner }) => ({ body: { phone_email: owner.user.address } }),
  "PUT /users/reset/": async ({ owner }) => {
    const { address } = owner.user;
    const { body } = await visitor().post("/users/forgot/", { phone_email: address });
    const password = `${PASSWORD}9`;
    return { by: bearer(body.access), body: { code: await codeTo(address, 2), password, confirm_password: password } };
  },
  "PUT /users/update/": () => ({
    body: { old_pass: PASSWORD, new_pass: `${PASSWORD}9`, confirm_new_pass: `${PASSWORD}9` },
  }),
  "PATCH /users/image/": () => ({ file: PHOTO }),
  "GET /media/photos/{name}": async (world) => ({ params: { name: await photoOf(world) } }),

  "DELETE /finance/categories/{id}/": () => ({ query: "cascade=true" }),
  "POST /finance/transactions/": ({ rows }) => ({ body: { category: rows.categories?.id, amount: 1 } }),
  "PUT /finance/transactions/{id}/": ({ rows }) => ({ body: { category: rows.categories?.id, amount: 2 } }),
  "PATCH /finance/transactions/{id}/": () => ({ body: { amount: 3 } }),
  "GET /finance/summary/{period}/": () => ({ params: { period: "weekly" } }),
};

async function goodCall(endpoint: AnyEndpoint, world: World): Promise<Call> {
  const [, , resource = ""] = endpoint.path.split("/");
  const schema = catalog.bodySchemaOf(endpoint);
  return {
    query: exampleQuery(catalog.operationOf(endpoint).parameters ?? []),
    params: { id: String(world.rows[resource]?.id) },
    body: schema && exampleBody(schema, catalog.document.components.schemas),
    ...(await CALLS[nameOf(endpoint)]?.(world)),
  };
}

const everythingOf = async ({ owner }: World): Promise<unknown[]> =>
  Promise.all(
    ["categories", "transactions", "dashboard"].map(async (name) => (await owner.get(`/finance/${name}/`)).body),
  );

export const subject: Subject = {
  name: "koshelok",
  catalog,
  databases: [env.KOSHELOK_DB],
  writes: null,
  anonymous: visitor,
  newUser,
  newWorld,
  goodCall,
  signOut: ({ refreshToken }) => visitor().post("/users/logout/", { refresh: refreshToken }),
  codeOf: ({ body }) => body.code ?? "not_authenticated",
  tokenRefused: ["not_authenticated", "token_not_valid"],
  everythingOf,
  notFound: { status: 404, text: JSON.stringify({ detail: "Not found." }) },
  idFilter: /^category$/,
  links: {
    category: {
      to: "categories",
      // In the words of Django REST Framework.
      refusal: (id) => ({
        status: 400,
        text: JSON.stringify({ category: [`Invalid pk "${id}" - object does not exist.`] }),
      }),
    },
  },
};
