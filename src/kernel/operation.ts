import type { z } from "zod";
import type { PublicContext } from "./context.ts";

/**
 * Something that whoever runs the installation may ask or do, and no user: `/operations/<product>` and its path. It is part of no
 * OpenAPI document.
 */
export interface Operation {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** The JSON body of a POST. */
  readonly body?: z.ZodObject;
  /** `input` is the body as `body` parsed it. */
  run(ctx: PublicContext, input: never): Promise<unknown>;
}
