import { randomUUID } from "node:crypto";
import { found, Refusal, type Routes } from "./routes.ts";

// Workers: their versions and deployments, secrets, assets, domains and schedules.

interface Version {
  id: string;
  number: number;
  annotations: Record<string, string>;
  /** What wrangler sent along with the code: bindings, limits, observability, …. */
  metadata: Metadata;
}

interface Metadata {
  bindings: { name: string; type: string; [key: string]: unknown }[];
  migrations?: { new_tag: string };
  annotations?: Record<string, string>;
  [key: string]: unknown;
}

interface Deployment {
  id: string;
  created_on: string;
  versions: { version_id: string; percentage: number }[];
  annotations: Record<string, string>;
}

interface Worker {
  tag: string;
  migrationTag: string | undefined;
  secrets: Map<string, string>;
  versions: Version[];
  /** Newest first. */
  deployments: Deployment[];
  domains: string[];
  schedules: object[];
  tags: string[];
}

const hexId = (): string => randomUUID().replaceAll("-", "");
const NOT_FOUND = new Refusal(404, 10007, "This Worker does not exist on your account.");
const TIMES = { created_on: "2026-11-29T00:00:00Z", modified_on: "2026-11-29T00:00:00Z" };

/** A token of the form that wrangler looks into; nobody checks its signature. */
const jwt = (): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part({ jti: randomUUID() })}.`;
};

export class Workers {
  readonly workers = new Map<string, Worker>();
  /** Hashes of the assets that were uploaded. */
  readonly assets = new Set<string>();

  readonly routes: Routes = {
    "GET /workers/services/:name": ({ params }) => {
      const { tag, tags, migrationTag, deployments } = this.worker(
        params.name,
        new Refusal(404, 10090, NOT_FOUND.message),
      );
      const script = {
        id: params.name,
        tag,
        tags,
        migration_tag: migrationTag,
        last_deployed_from: "wrangler",
        ...TIMES,
      };
      return {
        id: params.name,
        default_environment: { environment: "production", script },
        is_draft: deployments.length === 0,
      };
    },
    "GET /workers/scripts": () =>
      [...this.workers].map(([id, { migrationTag }]) => ({ id, migration_tag: migrationTag, ...TIMES })),
    // The script API, which wrangler uses for the first deployment, and for secrets of a Worker that is not there yet.
    "PUT /workers/scripts/:name": async (call) => {
      const name = call.params.name ?? "";
      const worker = this.workers.get(name) ?? newWorker();
      this.workers.set(name, worker);
      const version = addVersion(worker, await metadataOf(call));
      deploy(worker, [{ version_id: version.id, percentage: 100 }], {});
      return {
        id: name,
        tag: worker.tag,
        etag: hexId(),
        startup_time_ms: 20,
        deployment_id: version.id.replaceAll("-", ""),
      };
    },
    "GET /workers/scripts/:name/settings": ({ params }) => {
      const { versions, tags } = this.worker(params.name);
      return { bindings: versions.at(-1)?.metadata.bindings ?? [], tags };
    },
    "PATCH /workers/scripts/:name/script-settings": (call) =>
      Object.assign(this.worker(call.params.name), { tags: call.json<{ tags?: string[] }>().tags ?? [] }).tags,
    "GET /workers/scripts/:name/script-settings": ({ params }) => ({ tags: this.worker(params.name).tags }),

    "GET /workers/scripts/:name/secrets": ({ params }) =>
      [...this.worker(params.name).secrets.keys()].map((name) => ({ name, type: "secret_text" })),
    "PUT /workers/scripts/:name/secrets": (call) => {
      const { name, text } = call.json<{ name: string; text: string }>();
      this.worker(call.params.name).secrets.set(name, text);
      return { name, type: "secret_text" };
    },

    "POST /workers/scripts/:name/versions": async (call) => {
      const worker = this.worker(call.params.name);
      const metadata = await metadataOf(call);
      if (metadata.migrations) {
        throw new Refusal(400, 10211, "Version upload failed. You attempted to upload a version with a migration");
      }
      return versionDetails(addVersion(worker, metadata));
    },
    "GET /workers/scripts/:name/versions": ({ params }) => {
      const { versions } = this.worker(params.name);
      return { items: versions.toReversed().slice(0, 10).map(versionDetails) };
    },
    "GET /workers/scripts/:name/versions/:version": ({ params }) =>
      versionDetails(versionOf(this.worker(params.name), params.version)),
    "GET /workers/scripts/:name/deployments": ({ params }) => ({
      deployments: this.worker(params.name).deployments.map((deployment) => ({
        source: "wrangler",
        strategy: "percentage",
        author_email: "stand-in@example.com",
        ...deployment,
      })),
    }),
    "POST /workers/scripts/:name/deployments": (call) => {
      const worker = this.worker(call.params.name);
      const { versions, annotations = {} } = call.json<Deployment>();
      for (const { version_id } of versions) versionOf(worker, version_id);
      const sum = versions.reduce((total, { percentage }) => total + percentage, 0);
      if (sum !== 100) throw new Refusal(400, 10105, "The percentages of the versions must add up to 100");
      return deploy(worker, versions, annotations);
    },

    "POST /workers/scripts/:name/assets-upload-session": (call) => {
      const { manifest } = call.json<{ manifest: Record<string, { hash: string; size: number }> }>();
      const missing = Object.values(manifest).flatMap(({ hash }) => (this.assets.has(hash) ? [] : [hash]));
      return { jwt: jwt(), buckets: missing.length > 0 ? [[...new Set(missing)]] : [] };
    },
    "POST /workers/assets/upload": async (call) => {
      for (const hash of (await call.form()).keys()) this.assets.add(hash);
      return { jwt: jwt() };
    },

    "GET /workers/subdomain": () => ({ subdomain: "stand-in" }),
    "GET /workers/workers/:name": ({ params }) => {
      this.worker(params.name);
      return { id: hexId(), name: params.name, subdomain: { enabled: false, previews_enabled: false } };
    },
    "GET /workers/scripts/:name/subdomain": () => ({ enabled: false, previews_enabled: false }),
    "POST /workers/scripts/:name/subdomain": (call) => call.json<object>(),
    "POST /workers/scripts/:name/domains/changeset": (call) => {
      const known = this.worker(call.params.name).domains;
      const wanted = call.json<{ hostname: string }[]>();
      return {
        added: wanted.filter(({ hostname }) => !known.includes(hostname)),
        removed: [],
        updated: [],
        conflicting: [],
      };
    },
    "PUT /workers/scripts/:name/domains/records": (call) => {
      const { origins } = call.json<{ origins: { hostname: string }[] }>();
      this.worker(call.params.name).domains = origins.map(({ hostname }) => hostname);
      return origins;
    },
    "PUT /workers/scripts/:name/schedules": (call) => {
      const schedules = call.json<object[]>();
      this.worker(call.params.name).schedules = schedules;
      return { schedules };
    },
  };

  private worker(name: string | undefined, refusal = NOT_FOUND): Worker {
    return found(this.workers, name, refusal);
  }
}

const newWorker = (): Worker => ({
  tag: hexId(),
  migrationTag: undefined,
  secrets: new Map(),
  versions: [],
  deployments: [],
  domains: [],
  schedules: [],
  tags: [],
});

const metadataOf = async (call: { form(): Promise<FormData> }): Promise<Metadata> =>
  JSON.parse(String((await call.form()).get("metadata")));

function addVersion(worker: Worker, metadata: Metadata): Version {
  const { annotations = {}, migrations } = metadata;
  worker.migrationTag = migrations?.new_tag ?? worker.migrationTag;
  const version = { id: randomUUID(), number: worker.versions.length + 1, annotations, metadata };
  worker.versions.push(version);
  return version;
}

function deploy(worker: Worker, versions: Deployment["versions"], annotations: Record<string, string>): Deployment {
  const deployment = { id: randomUUID(), created_on: new Date().toISOString(), versions, annotations };
  worker.deployments.unshift(deployment);
  return deployment;
}

const versionOf = ({ versions }: Worker, id: string | undefined): Version =>
  found(new Map(versions.map((version) => [version.id, version])), id, new Refusal(404, 10125, "Version not found"));

const versionDetails = ({ id, number, annotations, metadata }: Version) => ({
  id,
  number,
  annotations,
  metadata: { author_email: "stand-in@example.com", author_id: hexId(), source: "wrangler", ...TIMES },
  resources: {
    bindings: metadata.bindings,
    script: { etag: hexId(), handlers: ["fetch"], last_deployed_from: "wrangler" },
    script_runtime: { compatibility_date: metadata.compatibility_date, usage_model: "standard" },
  },
  startup_time_ms: 20,
});
