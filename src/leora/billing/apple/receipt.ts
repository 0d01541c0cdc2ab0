import { Buffer } from "node:buffer";
import { bigEndian, derAt, derValues, TAGS } from "./der.ts";

// The receipts of StoreKit 1: base64 of a PKCS #7 container with a set of attributes. Nothing in them is trusted but for asking Apple:
// only the ids of transactions are read.

/** Attributes of one set that are looked at. */
const ATTRIBUTES_MAX = 5000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** The content type of PKCS #7's signed data, 1.2.840.113549.1.7.2. */
const SIGNED_DATA = "2a864886f70d010702";
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
  if (!BASE64.test(receipt)) return [];
  return attributesOf(contentOf(Buffer.from(receipt, "base64"))).flatMap(({ type, value }) => {
    if (type !== IN_APP) return [];
    const fields = attributesOf(derAt(value, 0, TAGS.set));
    const textOf = (wanted: number) => text(fields.find(({ type }) => type === wanted)?.value);
    const transactionId = textOf(ORIGINAL_TRANSACTION_ID) ?? textOf(TRANSACTION_ID) ?? "";
    return IDENTIFIER.test(transactionId) ? [{ transactionId, productId: textOf(PRODUCT_ID) ?? null }] : [];
  });
}

/** ContentInfo → SignedData → its content, an octet string with the set of attributes. */
function contentOf(receipt: Uint8Array): Uint8Array | undefined {
  const contentInfo = derAt(receipt, 0, TAGS.sequence);
  const contentType = derAt(contentInfo, 0, TAGS.objectId);
  if (!contentType || Buffer.from(contentType).toString("hex") !== SIGNED_DATA) return undefined;
  const signedData = derAt(derAt(contentInfo, 1, TAGS.first), 0, TAGS.sequence);
  const encapsulated = derAt(signedData, 2, TAGS.sequence);
  const content = derAt(derAt(encapsulated, 1, TAGS.first), 0, TAGS.octetString);
  return derAt(content, 0, TAGS.set);
}

interface Attribute {
  readonly type: number;
  readonly value: Uint8Array;
}

/** The attributes in a set: sequences of a type, a version and an octet string with the value. */
const attributesOf = (set: Uint8Array | undefined): Attribute[] =>
  derValues(set ?? new Uint8Array())
    .take(ATTRIBUTES_MAX)
    .flatMap(({ tag, content }) => {
      const type = tag === TAGS.sequence ? derAt(content, 0, TAGS.integer) : undefined;
      const value = derAt(content, 2, TAGS.octetString);
      return type && value ? [{ type: bigEndian(type), value }] : [];
    })
    .toArray();

/** The text in a value that is a UTF-8 string. */
function text(value: Uint8Array | undefined): string | undefined {
  const utf8 = derAt(value, 0, TAGS.utf8);
  return utf8 && Buffer.from(utf8).toString();
}
