import type { LimitGroup } from "../../limits.ts";
import type { ClockStatement } from "../db/near-database.ts";
import type { Documentation } from "../openapi/documentation.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import type { Wire } from "./wire.ts";

/** A product's HTTP API as data: its description, the shape of its replies, and its endpoints. */
export interface ProductApi {
  readonly name: string;
  readonly title: string;
  readonly documentation: Documentation;
  /** What all of its paths begin with: `/v1`. */
  readonly base: string;
  readonly wire: Wire;
  readonly endpoints: readonly AnyEndpoint[];
  /** Which groups of `limits.ts` concern its clients, beside those of the platform. */
  readonly limits?: readonly LimitGroup[];
  /**
   * Signed-in users' requests that only read are answered by the nearest copy of their database that has their own writes;
   * absent: by the primary. The product's hub needs it too.
   */
  readonly clock?: ClockStatement;
  /** True when a path means the same with and without a slash at its end. */
  readonly optionalSlash?: boolean;
  /**
   * Where the OpenAPI document is served besides `openapi.json`, and the documentation pages by their paths: each value
   * is the path of a page in `public/`.
   */
  readonly schema?: { readonly path: string; readonly pages: Readonly<Record<string, string>> };
}
