import type { AnyEndpoint } from "./endpoint.ts";
import type { Wire } from "./wire.ts";

/** A product over HTTP: how it speaks and what it offers. */
export interface ProductApi {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What all of its paths begin with: `/v1`. */
  readonly base: string;
  readonly wire: Wire;
  readonly endpoints: readonly AnyEndpoint[];
  /** True when a path means the same with and without a slash at its end. */
  readonly optionalSlash?: boolean;
  /** Where else the OpenAPI document is, and the pages of `public/` that show it, by their paths. */
  readonly schema?: { readonly path: string; readonly pages: Readonly<Record<string, string>> };
}
