import { env } from "cloudflare:workers";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { crmSubject } from "../crm/subject.ts";
import { koshelokSubject } from "../koshelok/subject.ts";
import { type Actor, anonymous, newActor, type Reply } from "../support/actor.ts";
import { type Call, type Catalog, leoraCatalog } from "./catalog.ts";
import { goodCall, newWorld, type World } from "./world.ts";

/** A product as the generated tests see it. */
export interface Subject {
  name: string;
  catalog: Catalog;
  database: D1Database;
  /** SQL for a number that each write raises by one at most; null where there is none. */
  writes: string | null;
  anonymous(): Actor;
  newUser(): Promise<Actor>;
  newWorld(): Promise<World>;
  /** A request that the endpoint accepts from the world's owner, and that changes something if the endpoint can. */
  goodCall(endpoint: AnyEndpoint, world: World): Promise<Call>;
  /** Ends the actor's session. */
  signOut(actor: Actor): Promise<Reply>;
  /** The code in the reply to a missing or bad token. */
  codeOf(reply: Reply): string | undefined;
  /** What that code may be. */
  tokenRefused: readonly string[];
}

const leoraSubject: Subject = {
  name: "leora",
  catalog: leoraCatalog,
  database: env.LEORA_DB,
  writes: "SELECT count(*) FROM commits",
  anonymous,
  newUser: newActor,
  newWorld,
  goodCall,
  signOut: (actor) => actor.post("/v1/auth/logout"),
  codeOf: ({ error }) => error?.code,
  tokenRefused: ["AUTH_TOKEN_INVALID"],
};

export const subjects: readonly Subject[] = [leoraSubject, crmSubject, koshelokSubject];
