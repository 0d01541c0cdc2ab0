import { describe, expect, it } from "vitest";
import { exampleOf } from "../../../src/kernel/openapi/examples.ts";
import type { Actor, Reply } from "../../support/actor.ts";
import { nameOf } from "../catalog.ts";
import { type Subject, subjects } from "../subjects.ts";

const TIMEOUT_MS = 120_000;

type Endpoint = Subject["catalog"]["endpoints"][number];

/** What no example can be, with the reason. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  leora: {
    "POST /auth/refresh": "needs the refresh token of a session",
    "POST /auth/logout": "ends the session that the others need",
    "POST /auth/reset-password": "needs the code of a mail",
    "POST /auth/verify-email": "needs the code of a mail",
    "POST /focus-sessions/{id}/cancel": "is about a session that the example of completing it has finished",
    "DELETE /sessions/{id}": "the server gives sessions their ids",
    "DELETE /devices/{id}": "the server gives devices their ids",
    "POST /devices/{id}/trust": "the server gives devices their ids",
    "DELETE /fx-rates/{id}": "the server gives rates their ids",
    "GET /transactions/imports/{id}": "the server gives imports their ids",
    "DELETE /transactions/imports/{id}": "the server gives imports their ids",
    "POST /subscriptions/cancel": "needs a plan that was paid on another page",
    "POST /subscriptions/resume": "needs a canceled plan",
    "POST /subscriptions/change": "needs a plan that was paid on another page",
    "POST /subscriptions/verify-receipt": "needs a proof of a store",
    "POST /subscriptions/restore": "needs a proof of a store",
    "POST /subscriptions/grant": "is for administrators",
    "POST /subscriptions/revoke": "is for administrators",
    "POST /sync/resolve-conflict": "needs a conflict of two devices",
  },
  crm: {
    "POST /auth/register": "is for administrators once there is a user",
    "POST /auth/login": "is for whoever has registered by the example before it",
    "POST /auth/refresh": "needs the refresh token of a session",
    "POST /auth/logout": "ends the session that the others need",
  },
  koshelok: {
    "POST /users/code_verify/": "needs the code of a mail, and a token of an unfinished sign-up",
    "GET /users/new_verify/": "needs a token of an unfinished sign-up",
    "POST /users/login/": "is for whoever has finished the sign-up of the examples before it",
    "POST /users/logout/": "needs the refresh token of a session",
    "POST /users/token/refresh/": "needs the refresh token of a session",
    "PUT /users/reset/": "needs the code of a mail, and a token for nothing else",
    "GET /media/photos/{name}": "the server gives photos their names",
  },
};

/** What creates rows comes first, then what is about one row, then what reads: each in the order of the document. */
function phaseOf({ method, path }: Endpoint): number {
  if (method === "get") return 2;
  return path.includes("{") ? 1 : 0;
}

/** Rows are deleted in the end, those first that were created last: what belongs to a row comes before the row. */
function inOrder(endpoints: readonly Endpoint[]): Endpoint[] {
  const deletes = endpoints.filter(({ method }) => method === "delete");
  const others = endpoints.filter(({ method }) => method !== "delete");
  return [...others.toSorted((a, b) => phaseOf(a) - phaseOf(b)), ...deletes.toReversed()];
}

/** Sends the operation's example as it stands, to the path that its parameters' examples make. */
async function sendExample({ catalog, name }: Subject, endpoint: Endpoint, user: Actor): Promise<Reply> {
  const { parameters = [], requestBody } = catalog.operationOf(endpoint);
  const { schemas } = catalog.document.components;
  const exampleAt = (wanted: string) => {
    const parameter = parameters.find((one) => one.in === "path" && one.name === wanted);
    if (!parameter) throw new Error(`${name}: ${nameOf(endpoint)} has no parameter ${wanted}`);
    return String(parameter.example ?? exampleOf(parameter.schema, schemas));
  };
  const query = new URLSearchParams(
    parameters
      .filter((parameter) => parameter.in === "query" && parameter.required)
      .map(({ name: key, example, schema }) => [key, String(example ?? exampleOf(schema, schemas))]),
  ).toString();
  const params = Object.fromEntries(
    [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, key = ""]) => [key, exampleAt(key)]),
  );
  const path = catalog.pathOf(endpoint, { params, query });
  const body = requestBody?.content["application/json"]?.example;
  return user.request(endpoint.method.toUpperCase(), path, body as object | undefined);
}

describe.each(subjects)("the examples of $name", (subject) => {
  it(
    "can be sent as they are by a new user",
    async () => {
      const exceptions = EXCEPTIONS[subject.name] ?? {};
      const user = await subject.newUser();
      const refused: string[] = [];
      const endpoints = subject.catalog.endpoints.filter(
        (endpoint) => !Object.hasOwn(exceptions, nameOf(endpoint)) && !endpoint.upload && !endpoint.stream,
      );
      for (const endpoint of inOrder(endpoints)) {
        const { status, text } = await sendExample(subject, endpoint, user);
        if (status >= 400) refused.push(`${nameOf(endpoint)}: ${text}`);
      }
      expect(refused).toEqual([]);
      const names = subject.catalog.endpoints.map(nameOf);
      expect(Object.keys(exceptions).filter((name) => !names.includes(name))).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
