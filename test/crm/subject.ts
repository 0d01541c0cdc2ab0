import { env } from "cloudflare:workers";
import { crm } from "../../src/crm/app.ts";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { type Call, catalogOf, nameOf } from "../rules/catalog.ts";
import { exampleBody } from "../rules/schema.ts";
import type { Subject } from "../rules/subjects.ts";
import type { World } from "../rules/world.ts";
import { PASSWORD } from "../support/actor.ts";
import { administrator, newCustomer, newDeal, newSeller, registration, uniqueEmail, visitor } from "./support.ts";

const catalog = catalogOf(crm, "");

async function newWorld(): Promise<World> {
  const secret = `secret-${crypto.randomUUID()}`;
  const owner = await newSeller({ name: secret });
  const customers = await newCustomer(owner, { name: secret, phone: secret, company: secret, value: secret });
  const deals = await newDeal(owner, customers.id, { title: secret, description: secret, status: "completed" });
  const { activity: activities } = (
    await owner.post("/activities", { type: "call", description: secret, customerId: customers.id })
  ).data;
  return { owner, secret, rows: { customers, deals, activities } };
}

/** What a good request needs beyond the id of the world's row and the examples of the endpoint's contract. */
const CALLS: Readonly<Record<string, (world: World) => Partial<Call> | Promise<Partial<Call>>>> = {
  "POST /auth/register": async () => ({ body: registration(), by: await administrator() }),
  "POST /auth/login": ({ owner }) => ({ body: { email: owner.user.email, password: PASSWORD } }),
  "POST /auth/refresh": ({ owner }) => ({ body: { refreshToken: owner.refreshToken } }),
  "POST /customers": ({ secret }) => ({ body: { name: secret, email: uniqueEmail() } }),
  "POST /customers/import": () => ({ file: { text: `name,email\nAnvar,${uniqueEmail()}\n`, type: "text/csv" } }),
  "DELETE /customers/{id}": () => ({ query: "cascade=true" }),
  "POST /deals": ({ secret, rows }) => ({ body: { title: secret, value: 5, customerId: rows.customers?.id } }),
  "PUT /deals/{id}": ({ secret }) => ({ body: { title: secret, status: "in_progress" } }),
  "POST /activities": ({ secret, rows }) => ({
    body: { type: "call", description: secret, customerId: rows.customers?.id },
  }),
};

async function goodCall(endpoint: AnyEndpoint, world: World): Promise<Call> {
  const [, resource = ""] = endpoint.path.split("/");
  const schema = catalog.bodySchemaOf(endpoint);
  return {
    query: "",
    params: { id: String(world.rows[resource]?.id) },
    body: schema && exampleBody(schema, catalog.document.components.schemas),
    ...(await CALLS[nameOf(endpoint)]?.(world)),
  };
}

const everythingOf = async ({ owner }: World): Promise<unknown[]> =>
  Promise.all(
    ["/auth/me", "/customers", "/deals", "/activities", "/analytics/sales"].map(
      async (path) => (await owner.get(path)).data,
    ),
  );

const notFound = { status: 404, error: { code: "NOT_FOUND" } };

export const subject: Subject = {
  name: "crm",
  catalog,
  databases: [env.CRM_DB],
  writes: "SELECT total(version) FROM (SELECT version FROM customers UNION ALL SELECT version FROM deals)",
  anonymous: visitor,
  newUser: newSeller,
  newWorld,
  goodCall,
  signOut: (actor) => actor.post("/auth/logout"),
  codeOf: ({ error }) => error?.code,
  tokenRefused: ["UNAUTHORIZED"],
  everythingOf,
  notFound,
  idFilter: /Id$/,
  links: { customerId: { to: "customers", refusal: () => notFound } },
};
