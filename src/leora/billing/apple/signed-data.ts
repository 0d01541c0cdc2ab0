import { compactVerify, decodeProtectedHeader } from "jose";
import { jsonOf } from "../json.ts";
import { signingKey } from "./certificates.ts";

// What the App Store signs: compact JWS with the algorithm ES256, and the certificates in the header.

const ALGORITHM = "ES256";
/** A notification holds two further JWS, each with the same certificates; those that Apple sends have about 25,000 characters. */
export const SIGNED_DATA_MAX = 131_072;
/** A header is little more than three certificates. */
const HEADER_MAX = 24_576;
const COMPACT_JWS = /^([\w-]+)\.[\w-]+\.[\w-]+$/;

/** Which signatures count: roots as base64 DER, and the moment in UTC milliseconds. */
export interface Trust {
  readonly roots: readonly string[];
  readonly now: number;
}

/** The JSON that Apple signed; undefined when Apple did not, or it is no JSON. */
export async function signedJson(jws: string, { roots, now }: Trust): Promise<unknown> {
  const x5c = chainOf(jws);
  const key = x5c && (await signingKey(x5c, roots, now));
  if (!key) return undefined;
  try {
    const { payload } = await compactVerify(jws, key, { algorithms: [ALGORITHM] });
    return jsonOf(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
}

/** True for a text of the form of a compact JWS. */
export const isCompactJws = (text: string): boolean => text.length <= SIGNED_DATA_MAX && COMPACT_JWS.test(text);

function chainOf(jws: string): unknown {
  const header = isCompactJws(jws) ? (COMPACT_JWS.exec(jws)?.[1] ?? "") : "";
  if (header === "" || header.length > HEADER_MAX) return undefined;
  try {
    const { alg, x5c } = decodeProtectedHeader(jws);
    return alg === ALGORITHM ? x5c : undefined;
  } catch {
    return undefined;
  }
}
