import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { DEPLOYED_ENVIRONMENTS, type DeployedEnvironment } from "../../../src/kernel/env.ts";
import { loadApp } from "../../../src/kernel/http/load-app.ts";
import { serversOf } from "../../../src/kernel/http/servers.ts";
import type { ProductManifest } from "../../../src/kernel/product.ts";
import { products } from "../../../src/products.ts";
import { variablesIn } from "../../support/wrangler.ts";

const manifests: readonly ProductManifest[] = products;

/** The Worker's bindings with the variables that an environment deploys, and invented secrets. */
const deployedAs = (environment: DeployedEnvironment): Bindings => {
  const { HOSTS: _local, ...bindings } = unsafeCast<Record<string, unknown>>(env);
  return unsafeCast<Bindings>({
    ...bindings,
    ...variablesIn(environment),
    PASSWORD_COST: "10",
    TOKEN_SECRET: "an-invented-secret-of-enough-length-0123",
    TOKEN_ENCRYPTION_KEYS: "invented:YW4taW52ZW50ZWQtZW5jcnlwdGlvbi1rZXktMDEyMzQ=",
    CRM_BOOTSTRAP_SECRET: "an-invented-bootstrap-secret-of-0123",
    OPERATIONS_TOKEN: "an-invented-operations-token-of-0123",
    RESEND_API_KEY: "key",
    ESKIZ_EMAIL: "us@example.com",
    ESKIZ_PASSWORD: "password",
  });
};

interface Reached {
  name: string;
  url: string;
}

describe.each(DEPLOYED_ENVIRONMENTS)("in %s, with its variables", (environment) => {
  const bindings = deployedAs(environment);
  const ask = (hostname: string, path: string) =>
    handle(new Request(`https://${hostname}${path}`), bindings, createExecutionContext());
  const documentAt = async (hostname: string, path: string) => {
    const reply = await ask(hostname, path);
    expect([hostname, path, reply.status]).toEqual([hostname, path, 200]);
    return reply.json<{ info: { title: string }; servers: object[] }>();
  };

  describe.each(manifests.map((product) => [product.hostnames[environment], product] as const))(
    "%s",
    (hostname, own) => {
      it("has the paths of its own product without a prefix, and nothing under its prefix", async () => {
        const { title, base } = (await loadApp(own)).api;
        const { info, servers } = await documentAt(hostname, `${base}/openapi.json`);
        expect([info.title, servers]).toEqual([title, serversOf(own, base, `https://${hostname}${base}`)]);
        if (own.prefix !== "") expect((await ask(hostname, `${own.prefix}${base}/openapi.json`)).status).toBe(404);
      });

      it.each(manifests.filter((product) => product !== own).map((product) => [product.name, product] as const))(
        "reaches %s by its prefix, if it has one",
        async (_name, other) => {
          const { title, base } = (await loadApp(other)).api;
          if (other.prefix === "") {
            expect((await ask(hostname, `${base}/tasks`)).status).toBe(404);
            return;
          }
          const { info } = await documentAt(hostname, `${other.prefix}${base}/openapi.json`);
          expect(info.title).toBe(title);
        },
      );

      it("offers in its documentation what it reaches, its own product first", async () => {
        const links = await (await ask(hostname, "/docs/products.json")).json<Reached[]>();
        const reached = manifests.filter((product) => product === own || product.prefix !== "");
        expect(links).toHaveLength(reached.length);
        expect(links[0]?.name).toBe((await loadApp(own)).api.title);
        for (const { name, url } of links) expect((await documentAt(hostname, url)).info.title).toBe(name);
      });
    },
  );

  it("has no mailbox, and tells nobody what a request costs", async () => {
    const hostname = manifests[0]?.hostnames[environment] ?? "";
    expect((await ask(hostname, "/dev/mailbox?to=a@example.com")).status).toBe(404);
    expect((await ask(hostname, "/v1/tasks")).headers.get("server-timing")).toBeNull();
  });
});
