import { LIMITS } from "../../limits.ts";
import type { AdmissionRequest, HubOwner, HubReply } from "./protocol.ts";

type Refusal = Extract<HubReply<never>, { ok: false }>;

/**
 * Which requests hubs have refused, as far as this isolate has seen it: a user's bucket until its window ends, and an
 * ended session for ever, because no session becomes live again. It decides about nothing but the order of calls: a read
 * that will probably be refused asks D1 only after its admission. So an entry that is wrong, or forgotten because there are
 * too many, costs time and no more.
 */
export class Refusals {
  /** Until when (UTC ms), the oldest entry first. */
  private readonly ends = new Map<string, number>();

  /** Notes why a hub did not serve this request, if requests like it will be refused as well. */
  remember(owner: HubOwner, request: AdmissionRequest, { error, rate }: Refusal): void {
    if (error.code === "token_invalid") this.add(sessionKey(owner, request), Number.POSITIVE_INFINITY);
    if (error.code === "rate_limited" && rate) this.add(bucketKey(owner, request), rate.resetAt);
  }

  /** True when such a request was refused, and still would be at `request.now`. */
  expects(owner: HubOwner, request: AdmissionRequest): boolean {
    return [sessionKey(owner, request), bucketKey(owner, request)].some((key) => {
      const end = this.ends.get(key);
      return end !== undefined && end > request.now;
    });
  }

  private add(key: string, end: number): void {
    this.ends.delete(key);
    const [oldest] = this.ends.size < LIMITS.hub.refusals ? [] : this.ends.keys();
    if (oldest !== undefined) this.ends.delete(oldest);
    this.ends.set(key, end);
  }
}

export const refusals = new Refusals();

const sessionKey = ({ product }: HubOwner, { sessionId }: AdmissionRequest) => `session ${product} ${sessionId}`;
const bucketKey = ({ product, userId }: HubOwner, { bucket }: AdmissionRequest) =>
  `bucket ${product} ${userId} ${bucket}`;
