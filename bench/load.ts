import { Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Call {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Answer {
  headers: IncomingHttpHeaders;
  text: string;
}

/** Makes the calls of one connection after another; `answered` hears each reply, for calls that build on it. */
export interface Caller {
  next(connection: number): Call;
  answered?(connection: number, answer: Answer): void;
}

/** One run: how many calls per second, and how long each took (ms). */
export interface Measured {
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
        const text = Buffer.concat(chunks).toString();
        if ((reply.statusCode ?? 0) < 300) resolve({ headers: reply.headers, text });
        else reject(new Error(`${method} ${url}: ${reply.statusCode} ${text.slice(0, 500)}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** Makes `total` calls over `connections` connections; each makes its next one as soon as it has its answer. */
export async function load(total: number, connections: number, caller: Caller): Promise<Measured> {
  const latencies: number[] = [];
  let left = total;
  const began = performance.now();
  const talk = async (connection: number) => {
    while (left > 0) {
      left -= 1;
      const call = caller.next(connection);
      const sent = performance.now();
      const answer = await send(call);
      latencies.push(performance.now() - sent);
      caller.answered?.(connection, answer);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => talk(connection)));
  return { perSecond: total / ((performance.now() - began) / 1000), latencies };
}

/** @param q 0 to 1 */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
