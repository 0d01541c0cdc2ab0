import { type ContextParts, publicContext } from "../context.ts";
import { fieldProblems } from "../contract.ts";
import { constantTimeEqual } from "../crypto.ts";
import { AppError, notFound } from "../errors.ts";
import type { Operation } from "../operation.ts";
import type { ProductManifest } from "../product.ts";
import { readJson } from "./body.ts";
import { bearerToken } from "./headers.ts";
import { passFloodGate } from "./pass-flood-gate.ts";

const PATH = /^\/operations\/([^/]+)(\/.*)$/;

/**
 * Serves `/operations/<product>/…` to whoever sends the installation's `OPERATIONS_TOKEN` as a bearer token. Returns what the
 * operation replies with.
 * @param parts the product is the one that the path names
 * @throws not_found, also when the installation has no such token; token_missing, token_invalid; rate_limited, counted per
 * network; malformed_body, invalid_input, and what the operation throws
 */
export async function serveOperation(
  request: Request,
  products: readonly ProductManifest[],
  parts: Omit<ContextParts, "product">,
): Promise<unknown> {
  const { OPERATIONS_TOKEN } = parts.env;
  if (OPERATIONS_TOKEN === undefined) throw notFound();
  await passFloodGate(parts.env, "info", parts.client.ip, parts.now);
  await requireToken(request, OPERATIONS_TOKEN);
  const [, name, path] = PATH.exec(new URL(request.url).pathname) ?? [];
  const product = products.find((known) => known.name === name);
  const operation = (await product?.operations?.())?.find((one) => one.method === request.method && one.path === path);
  if (!product || !operation) throw notFound();
  return operation.run(
    publicContext({ ...parts, product: product.name }),
    (await inputOf(operation, request)) as never,
  );
}

async function requireToken(request: Request, expected: string): Promise<void> {
  const given = bearerToken(request);
  if (given === undefined) throw new AppError("token_missing");
  if (!(await constantTimeEqual(given, expected))) throw new AppError("token_invalid");
}

async function inputOf({ body }: Operation, request: Request): Promise<unknown> {
  if (!body) return {};
  const parsed = body.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", { message: "Invalid input data", details: fieldProblems(parsed.error) });
}
