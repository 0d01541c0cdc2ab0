import { type Actor, signInAgain } from "./actor.ts";
import { freezeTime } from "./clock.ts";

/** Sets the clock, and signs the actor in anew: access tokens live for an hour. */
export async function later(actor: Actor, instant: string): Promise<void> {
  freezeTime(instant);
  actor.accessToken = (await signInAgain(actor)).accessToken;
}
