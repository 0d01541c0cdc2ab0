import { LIMITS } from "../../limits.ts";
import type { Admission, AdmissionRequest } from "./protocol.ts";

const ADMITTED_MS = LIMITS.hub.admittedSeconds * 1000;

/**
 * The admission of one request for whoever needs it while the request is served. Only the first call asks the hub. A write that
 * has taken long since then is admitted again, without counting against the rate limit or a quota: the hub waits only for some time for
 * the writes that it has admitted. How long it takes is measured by the real clock; the time of the request stands still.
 */
export function keepAdmission(
  request: AdmissionRequest,
  ask: (request: AdmissionRequest) => Promise<Admission>,
): () => Promise<Admission> {
  let kept: { admission: Promise<Admission>; askedAt: number } | undefined;
  const isOld = (now: number) =>
    request.use?.kind === "write" && kept !== undefined && now - kept.askedAt > ADMITTED_MS;
  const again = async (first: Promise<Admission>, now: number): Promise<Admission> => {
    // What was counted and taken is so already.
    const { quota: _, ...rest } = request;
    const { quotas } = await first;
    return { ...(await ask({ ...rest, bucket: null, now })), ...(quotas && { quotas }) };
  };
  return () => {
    const now = Date.now();
    if (!kept) kept = { admission: ask(request), askedAt: now };
    else if (isOld(now)) kept = { admission: again(kept.admission, now), askedAt: now };
    return kept.admission;
  };
}
