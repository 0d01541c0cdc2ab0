import { expect } from "vitest";
import { AppError } from "../../src/kernel/errors.ts";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { readBody, readInput } from "../../src/kernel/http/input.ts";
import { newRecord } from "../../src/kernel/http/request-record.ts";
import { failure } from "../../src/kernel/http/respond.ts";
import { type Reply, replyOf } from "../support/actor.ts";
import type { Catalog } from "./catalog.ts";

/** A refusal before the verb, in the product's format. */
export interface Refusal {
  reply: Reply;
  /** Equal for refusals that differ in the fields they name alone. */
  kind: string;
}

/**
 * What the transport answers to a request whose input the endpoint's contract refuses, found without sending it: the
 * Worker's own functions read the input and word the error. Null when the input would reach the verb.
 * @throws Error when reading fails in another way, which the Worker would answer with 500, or in no words
 */
export async function refusalOf(
  { wire }: Catalog,
  endpoint: AnyEndpoint,
  request: Request,
  params: Record<string, string>,
): Promise<Refusal | null> {
  const { pathname, searchParams } = new URL(request.url);
  const raw = { request, path: pathname, params, query: searchParams };
  try {
    await readInput(wire, endpoint, raw, await readBody(endpoint, raw));
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const words = error.details?.map(({ message }) => message) ?? [error.message];
    expect(words.length).toBeGreaterThan(0);
    expect(words).not.toContain("");
    const kind = `${error.code}: ${[...new Set(words)].toSorted().join("; ")}`;
    return { reply: await replyOf(failure(wire, error, newRecord())), kind };
  }
}
