import { Agent, type IncomingHttpHeaders, request } from "node:http";

// Sends requests over several connections at once, and measures how long they take.

/** An HTTP request. */
export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** A successful reply. */
export interface Answer {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** The body as text. */
  readonly text: string;
}

/** Says which calls to make. */
export interface Caller {
  /** The next call of a connection. */
  next(connection: number): Call;
  /** Called with each reply, for callers whose next call depends on it. */
  onAnswer?(connection: number, answer: Answer): void;
}

/** The result of a run: calls per second, and how long each took (ms). */
export interface Measurement {
  perSecond: number;
  latencies: number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** One call over a kept-alive connection. @throws Error for any answer but a success */
export const send = ({ method, url, headers, body }: Call): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const outgoing = request(url, { method, agent, headers: { ...headers, ...length } }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("error", reject);
      reply.on("end", () => {
        const answer = answerOf(reply.headers, Buffer.concat(chunks));
        if ((reply.statusCode ?? 0) < 300) resolve(answer);
        else reject(new Error(`${method} ${url}: ${reply.statusCode} ${answer.text.slice(0, 500)}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** Decodes the text when it is asked for, which is after the time was taken. */
const answerOf = (headers: IncomingHttpHeaders, body: Buffer): Answer => ({
  headers,
  body,
  get text() {
    return body.toString();
  },
});

/** Makes `total` calls over `connections` connections; each makes its next one as soon as it has its answer. */
export async function load(total: number, connections: number, caller: Caller): Promise<Measurement> {
  const latencies: number[] = [];
  let remaining = total;
  const startedAt = performance.now();
  const runConnection = async (connection: number) => {
    while (remaining > 0) {
      remaining -= 1;
      const call = caller.next(connection);
      const sentAt = performance.now();
      const answer = await send(call);
      latencies.push(performance.now() - sentAt);
      caller.onAnswer?.(connection, answer);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => runConnection(connection)));
  return { perSecond: total / ((performance.now() - startedAt) / 1000), latencies };
}

/** The value below which the given share (0 to 1) of the values lies; 0.5 is the median. NaN without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
