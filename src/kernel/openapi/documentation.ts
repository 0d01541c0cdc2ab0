import type { Descriptions } from "./descriptions.ts";

/** What a product's OpenAPI document says beside what follows from its endpoints. */
export interface Documentation {
  /** What the product is, in one sentence. */
  readonly summary: string;
  /** What somebody reads first who writes a client, in Markdown. */
  readonly guide: string;
  /** The tags of its endpoints in the order in which documentation lists them, each with what it is about. */
  readonly tags: Readonly<Record<string, string>>;
  /** What its fields and parameters mean. */
  readonly descriptions: readonly Descriptions[];
}
