import { randomUUID } from "node:crypto";
import { found, pageOf, Refusal, type Routes } from "./routes.ts";

// Queues with their consumers, and R2 buckets with their lifecycle rules.

const hexId = (): string => randomUUID().replaceAll("-", "");

interface Consumer {
  consumer_id: string;
  type: string;
  script: string;
  dead_letter_queue?: string;
  settings: object;
}

interface Queue {
  queue_id: string;
  queue_name: string;
  consumers: Consumer[];
}

export class Queues {
  /** By name. */
  readonly queues = new Map<string, Queue>();

  readonly routes: Routes = {
    "GET /queues": ({ query }) => {
      const names = query.getAll("name");
      const queues = [...this.queues.values()].filter(
        ({ queue_name }) => names.length === 0 || names.includes(queue_name),
      );
      return pageOf(queues.map(detailsOf), query, 100);
    },
    "POST /queues": (call) => {
      const { queue_name } = call.json<{ queue_name: string }>();
      if (this.queues.has(queue_name)) throw new Refusal(409, 11009, `Queue name '${queue_name}' is already taken`);
      const queue = { queue_id: hexId(), queue_name, consumers: [] };
      this.queues.set(queue_name, queue);
      return detailsOf(queue);
    },
    "POST /queues/:queue/consumers": (call) => {
      const queue = this.byId(call.params.queue);
      const { script_name, ...rest } = call.json<{ script_name: string } & Omit<Consumer, "consumer_id" | "script">>();
      if (queue.consumers.length > 0)
        throw new Refusal(400, 11004, `Queue "${queue.queue_name}" already has a consumer`);
      const consumer = { consumer_id: hexId(), script: script_name, ...rest };
      queue.consumers.push(consumer);
      return consumer;
    },
    "PUT /queues/:queue/consumers/:consumer": (call) => {
      const { consumers } = this.byId(call.params.queue);
      const consumer = consumers.find(({ consumer_id }) => consumer_id === call.params.consumer);
      if (!consumer) throw new Refusal(404, 11005, "Consumer not found");
      return Object.assign(consumer, call.json<Partial<Consumer>>());
    },
  };

  private byId(id: string | undefined): Queue {
    const byId = new Map([...this.queues.values()].map((queue) => [queue.queue_id, queue]));
    return found(byId, id, new Refusal(404, 11000, "Queue not found"));
  }
}

const detailsOf = (queue: Queue) => ({
  ...queue,
  consumers_total_count: queue.consumers.length,
  producers: [],
  producers_total_count: 0,
  settings: { delivery_delay: 0, message_retention_period: 345_600 },
});

/** A rule as the API has it; ages are in seconds. */
export interface LifecycleRule {
  id: string;
  enabled: boolean;
  conditions: { prefix?: string };
  deleteObjectsTransition?: { condition: { type: "Age"; maxAge: number } };
  abortMultipartUploadsTransition?: { condition: { type: "Age"; maxAge: number } };
}

/** Every bucket has this rule from its creation on. */
const DEFAULT_RULE: LifecycleRule = {
  id: "Default Multipart Abort Rule",
  enabled: true,
  conditions: { prefix: "" },
  abortMultipartUploadsTransition: { condition: { type: "Age", maxAge: 7 * 86_400 } },
};

interface Bucket {
  name: string;
  rules: LifecycleRule[];
  objects: Map<string, string>;
}

export class R2 {
  readonly buckets = new Map<string, Bucket>();

  readonly routes: Routes = {
    "GET /r2/buckets": () => ({ buckets: [...this.buckets.values()].map(bucketDetails) }),
    "POST /r2/buckets": (call) => {
      const { name } = call.json<{ name: string }>();
      if (this.buckets.has(name))
        throw new Refusal(409, 10004, "The bucket you tried to create already exists, and you own it.");
      const bucket = { name, rules: [DEFAULT_RULE], objects: new Map<string, string>() };
      this.buckets.set(name, bucket);
      return bucketDetails(bucket);
    },
    "GET /r2/buckets/:bucket": ({ params }) => bucketDetails(this.bucket(params.bucket)),
    "GET /r2/buckets/:bucket/objects/:key+": ({ params }) => {
      const { objects } = this.bucket(params.bucket);
      const key = decodeURIComponent(params.key ?? "");
      return new Response(found(objects, key, new Refusal(404, 10007, "The specified key does not exist.")));
    },
    "GET /r2/buckets/:bucket/lifecycle": ({ params }) => ({ rules: this.bucket(params.bucket).rules }),
    "PUT /r2/buckets/:bucket/lifecycle": (call) => {
      const { rules } = call.json<{ rules: LifecycleRule[] }>();
      this.bucket(call.params.bucket).rules = rules;
      return {};
    },
  };

  private bucket(name: string | undefined): Bucket {
    return found(this.buckets, name, new Refusal(404, 10006, "The specified bucket does not exist."));
  }
}

const bucketDetails = ({ name }: Bucket) => ({
  name,
  creation_date: "2026-11-29T00:00:00.000Z",
  location: "EEUR",
  storage_class: "Standard",
  jurisdiction: "default",
});
