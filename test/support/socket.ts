/** One frame of the realtime protocol. */
export interface Frame {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into frames freely and compare them whole
  data?: any;
}

/** How a socket ended. */
export interface Closing {
  code: number;
  reason: string;
}

interface Waiting {
  accepts(frame: Frame): boolean;
  resolve(frame: Frame): void;
  reject(reason: Error): void;
}

/** The client's end of a WebSocket. Frames that nobody waits for yet are kept, in order. */
export class Socket {
  readonly closed: Promise<Closing>;
  private readonly kept: Frame[] = [];
  private readonly waiting: Waiting[] = [];
  private closing: Closing | null = null;

  constructor(private readonly raw: WebSocket) {
    raw.accept();
    raw.addEventListener("message", ({ data }) => this.receive(frameOf(data)));
    this.closed = new Promise((resolve) => {
      raw.addEventListener("close", ({ code, reason }) => {
        this.closing = { code, reason };
        for (const { reject } of this.waiting.splice(0)) reject(closedEarly(this.closing));
        resolve(this.closing);
      });
    });
  }

  /** The next frame, or the next one of this event: others stay for later. Rejects when the socket closes first. */
  next(event?: string): Promise<Frame> {
    const accepts = (frame: Frame) => event === undefined || frame.event === event;
    const index = this.kept.findIndex(accepts);
    const [frame] = index < 0 ? [] : this.kept.splice(index, 1);
    if (frame) return Promise.resolve(frame);
    if (this.closing) return Promise.reject(closedEarly(this.closing));
    return new Promise((resolve, reject) => this.waiting.push({ accepts, resolve, reject }));
  }

  /** Frames that arrived and were not taken by `next`. */
  get pending(): readonly Frame[] {
    return this.kept;
  }

  /** Sends an object as JSON, or text as it is. */
  send(message: object | string): void {
    this.raw.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  sendBytes(bytes: Uint8Array<ArrayBuffer>): void {
    this.raw.send(bytes);
  }

  close(code = 1000): void {
    this.raw.close(code);
  }

  private receive(frame: Frame): void {
    const index = this.waiting.findIndex(({ accepts }) => accepts(frame));
    const [first] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (first) first.resolve(frame);
    else this.kept.push(frame);
  }
}

/** Plain text such as `pong` arrives as a frame of that event. */
function frameOf(data: unknown): Frame {
  const text = String(data);
  return text.startsWith("{") ? JSON.parse(text) : { event: text };
}

const closedEarly = ({ code, reason }: Closing) => new Error(`The socket closed: ${code} ${reason}`);
