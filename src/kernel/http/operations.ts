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
  await requireOperator(request, parts);
  const [, name, path] = PATH.exec(new URL(request.url).pathname) ?? [];
  const product = products.find((known) => known.name === name);
  const operation = (await product?.operations?.())?.find((one) => one.method === request.method && one.path === path);
  if (!product || !operation) throw notFound();
  return operation.run(
    publicContext({ ...parts, product: product.name }),
    (await inputOf(operation, request)) as never,
  );
}

/**
 * Lets in whoever sends `OPERATIONS_TOKEN`.
 * @throws not_found when the installation has no such token; rate_limited, counted per network; token_missing, token_invalid
 */
export async function requireOperator(
  request: Request,
  { env, client, now }: Pick<ContextParts, "env" | "client" | "now">,
): Promise<void> {
  if (env.OPERATIONS_TOKEN === undefined) throw notFound();
  await passFloodGate(env, "info", client.ip, now);
  const given = bearerToken(request);
  if (given === undefined) throw new AppError("token_missing");
  if (!(await constantTimeEqual(given, env.OPERATIONS_TOKEN))) throw new AppError("token_invalid");
}

async function inputOf({ body }: Operation, request: Request): Promise<unknown> {
  if (!body) return {};
  const parsed = body.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_input", { message: "Invalid input data", details: fieldProblems(parsed.error) });
}
