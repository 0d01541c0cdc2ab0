import { Buffer } from "node:buffer";
import {
  Set as Asn1Set,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Utf8String,
} from "asn1js";

// The receipts of StoreKit 1: base64 of a PKCS #7 container with a set of attributes. Nothing in them is trusted but for asking Apple:
// only the ids of transactions are read.

/** Base64 characters: a receipt grows with each purchase that it lists. */
const RECEIPT_MAX = 262_144;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** Bounds what a receipt made up of tiny values costs. */
const LIMITS = { maxDepth: 32, maxNodes: 40_000 };
const SIGNED_DATA = "1.2.840.113549.1.7.2";
/** Types of attributes: https://developer.apple.com/documentation/appstorereceipts. */
const IN_APP = 17;
const PRODUCT_ID = 1702;
const TRANSACTION_ID = 1703;
const ORIGINAL_TRANSACTION_ID = 1705;
const IDENTIFIER = /^[\w-]{1,100}$/;

/** A purchase that a receipt lists. */
export interface ReceiptEntry {
  readonly transactionId: string;
  readonly productId: string | null;
}

/** The purchases in an old receipt; empty when it is none. */
export function receiptEntries(receipt: string): ReceiptEntry[] {
  if (receipt.length > RECEIPT_MAX || !BASE64.test(receipt)) return [];
  const attributes = attributesOf(contentOf(Buffer.from(receipt, "base64")));
  return attributes.flatMap(({ type, value }) => {
    if (type !== IN_APP) return [];
    const fields = attributesOf(parsed(value));
    const textOf = (wanted: number) => text(fields.find(({ type }) => type === wanted)?.value);
    const transactionId = textOf(ORIGINAL_TRANSACTION_ID) ?? textOf(TRANSACTION_ID) ?? "";
    return IDENTIFIER.test(transactionId) ? [{ transactionId, productId: textOf(PRODUCT_ID) ?? null }] : [];
  });
}

/** ContentInfo → SignedData → its content, an octet string with the set of attributes. */
function contentOf(bytes: Uint8Array): unknown {
  const [contentType, explicit] = partsOf(parsed(bytes));
  if (!(contentType instanceof ObjectIdentifier) || contentType.getValue() !== SIGNED_DATA) return undefined;
  const [signedData] = partsOf(explicit);
  const [, , contentInfo] = partsOf(signedData);
  const [, explicitContent] = partsOf(contentInfo);
  const [content] = partsOf(explicitContent);
  return content instanceof OctetString ? parsed(bytesOf(content)) : undefined;
}

interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
}

/** The attributes of a set: sequences of a type, a version and a value. */
const attributesOf = (set: unknown): Attribute[] =>
  partsOf(set).flatMap((attribute) => {
    const [type, , value] = partsOf(attribute);
    if (!(type instanceof Integer) || !(value instanceof OctetString)) return [];
    return [{ type: type.valueBlock.valueDec, value: bytesOf(value) }];
  });

const bytesOf = (value: OctetString): Uint8Array => new Uint8Array(value.getValue());

/** Undefined unless the bytes are one ASN.1 value within our limits. */
function parsed(bytes: Uint8Array): unknown {
  const { offset, result } = fromBER(bytes, LIMITS);
  return offset === -1 ? undefined : result;
}

const partsOf = (value: unknown) =>
  value instanceof Sequence || value instanceof Asn1Set || value instanceof Constructed ? value.valueBlock.value : [];

/** The text of a `UTF8String`; undefined for anything else. */
function text(bytes: Uint8Array | undefined): string | undefined {
  const value = bytes && parsed(bytes);
  return value instanceof Utf8String ? value.getValue() : undefined;
}
