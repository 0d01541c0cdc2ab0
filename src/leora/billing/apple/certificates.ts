import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { Constructed, fromBER, ObjectIdentifier, Sequence } from "asn1js";
import { importJWK } from "jose";

// The certificates in the header of what the App Store signs. That a chain ends at Apple's root proves little, because Apple issues
// certificates to every developer: only those of the App Store have its markers.

const LEAF_MARKER = "1.2.840.113635.100.6.11.1";
const INTERMEDIATE_MARKER = "1.2.840.113635.100.6.2.1";
const CHAIN_LENGTH = 3;
/** Base64 characters of one certificate; Apple's have 1,500 at most. */
const CERTIFICATE_MAX = 4096;
/** X.509's explicitly tagged field of extensions. */
const CONTEXT_CLASS = 3;
const EXTENSIONS_TAG = 3;

/** A chain that ends at its root, and is Apple's if that is. Times are UTC milliseconds. */
interface GenuineChain {
  readonly key: CryptoKey;
  readonly validFrom: number;
  readonly validTo: number;
}

/** Chains that this isolate has found genuine: Apple signs with the same one for months, and to check it takes milliseconds. */
const genuine = new Map<string, GenuineChain>();
const GENUINE_MAX = 8;

/**
 * The key of the first certificate of an `x5c` header: leaf, intermediate and root.
 * @param roots base64 DER of the roots that are trusted
 * @param now UTC milliseconds; every certificate must be valid then
 * @returns undefined unless Apple's App Store signs with it
 */
export async function signingKey(x5c: unknown, roots: readonly string[], now: number): Promise<CryptoKey | undefined> {
  if (!isChain(x5c)) return undefined;
  const root = Buffer.from(x5c[2], "base64");
  if (!roots.some((trusted) => Buffer.from(trusted, "base64").equals(root))) return undefined;
  const chain = genuine.get(x5c.join()) ?? (await genuineChain(x5c));
  if (!chain) return undefined;
  remember(x5c.join(), chain);
  return chain.validFrom <= now && now <= chain.validTo ? chain.key : undefined;
}

function remember(name: string, chain: GenuineChain): void {
  const [oldest] = genuine.keys();
  if (oldest !== undefined && genuine.size >= GENUINE_MAX && !genuine.has(name)) genuine.delete(oldest);
  genuine.set(name, chain);
}

async function genuineChain(x5c: readonly [string, string, string]): Promise<GenuineChain | undefined> {
  const [leaf, intermediate, root] = x5c.map(certificateOf);
  if (!leaf || !intermediate || !root) return undefined;
  const isGenuine =
    hasIssued(root, intermediate) &&
    hasIssued(intermediate, leaf) &&
    // Parsed after the signatures, so that no stranger chooses what is parsed.
    hasExtension(intermediate, INTERMEDIATE_MARKER) &&
    hasExtension(leaf, LEAF_MARKER);
  const key = isGenuine ? await keyOf(leaf) : undefined;
  const certificates = [leaf, intermediate, root];
  return (
    key && {
      key,
      validFrom: Math.max(...certificates.map(({ validFrom }) => Date.parse(validFrom))),
      validTo: Math.min(...certificates.map(({ validTo }) => Date.parse(validTo))),
    }
  );
}

const isChain = (x5c: unknown): x5c is [string, string, string] =>
  Array.isArray(x5c) &&
  x5c.length === CHAIN_LENGTH &&
  x5c.every((text) => typeof text === "string" && text.length <= CERTIFICATE_MAX);

function certificateOf(base64: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, "base64"));
  } catch {
    return undefined;
  }
}

const hasIssued = (issuer: X509Certificate, subject: X509Certificate): boolean =>
  issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);

function hasExtension({ raw }: X509Certificate, oid: string): boolean {
  const [body] = partsOf(fromBER(raw).result);
  const field = partsOf(body).find(
    ({ idBlock }) => idBlock.tagClass === CONTEXT_CLASS && idBlock.tagNumber === EXTENSIONS_TAG,
  );
  return partsOf(partsOf(field)[0]).some((extension) => {
    const [id] = partsOf(extension);
    return id instanceof ObjectIdentifier && id.getValue() === oid;
  });
}

/** What an ASN.1 value is made of; empty for a primitive one. */
const partsOf = (value: unknown) =>
  value instanceof Sequence || value instanceof Constructed ? value.valueBlock.value : [];

/** Undefined when it is no key for ES256. */
async function keyOf({ publicKey }: X509Certificate): Promise<CryptoKey | undefined> {
  const { kty, crv, x, y } = publicKey.export({ format: "jwk" });
  if (kty !== "EC" || crv !== "P-256" || x === undefined || y === undefined) return undefined;
  const key = await importJWK({ kty, crv, x, y }, "ES256");
  return key instanceof Uint8Array ? undefined : key;
}
