import { log } from "./log.ts";

/**
 * Makes a call that follows a commit, such as telling a hub, handing over a message or deleting a file. It never
 * rejects: the write is stored, so whatever fails now is logged and must not make the reply say otherwise. A client would
 * repeat the write, or give up what it has.
 * @returns false when the call failed
 */
export async function afterCommit(requestId: string, call: string, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    log("warn", "after commit", { requestId, call, error });
    return false;
  }
}
