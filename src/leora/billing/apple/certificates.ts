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

/**
 * The key of the first certificate of an `x5c` header: leaf, intermediate and root.
 * @param roots base64 DER of the roots that are trusted
 * @param now UTC milliseconds; every certificate must be valid then
 * @returns undefined unless Apple's App Store signs with it
 */
export async function signingKey(x5c: unknown, roots: readonly string[], now: number): Promise<CryptoKey | undefined> {
  if (!isChain(x5c)) return undefined;
  const [leafText, intermediateText, rootText] = x5c;
  const rootBytes = Buffer.from(rootText, "base64");
  if (!roots.some((trusted) => Buffer.from(trusted, "base64").equals(rootBytes))) return undefined;
  const [leaf, intermediate, root] = [
    certificateOf(leafText),
    certificateOf(intermediateText),
    certificateOf(rootText),
  ];
  if (!leaf || !intermediate || !root) return undefined;
  const isGenuine =
    [leaf, intermediate, root].every((certificate) => isValidAt(certificate, now)) &&
    hasIssued(root, intermediate) &&
    hasIssued(intermediate, leaf) &&
    // Parsed after the signatures, so that no stranger chooses what is parsed.
    hasExtension(intermediate, INTERMEDIATE_MARKER) &&
    hasExtension(leaf, LEAF_MARKER);
  return isGenuine ? keyOf(leaf) : undefined;
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

const isValidAt = ({ validFrom, validTo }: X509Certificate, now: number): boolean =>
  Date.parse(validFrom) <= now && now <= Date.parse(validTo);

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
