import { Buffer } from "node:buffer";
import * as asn1 from "asn1js";
import { CompactSign } from "jose";

// An App Store of tests: a root certificate of its own, and what Apple signs below it. Runs in Node and in workerd.

const LEAF_MARKER = "1.2.840.113635.100.6.11.1";
const INTERMEDIATE_MARKER = "1.2.840.113635.100.6.2.1";
const BASIC_CONSTRAINTS = "2.5.29.19";
const COMMON_NAME = "2.5.4.3";
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
const ECDSA_SHA384 = "1.2.840.10045.4.3.3";
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const DATA = "1.2.840.113549.1.7.1";

export type Curve = "P-256" | "P-384";

/** What a forged chain has in another way than Apple's. */
export interface ChainOptions {
  leafMarkers?: readonly string[];
  intermediateMarkers?: readonly string[];
  leafValid?: readonly [from: string, to: string];
  intermediateValid?: readonly [from: string, to: string];
  rootValid?: readonly [from: string, to: string];
  isIntermediateCa?: boolean;
  leafCurve?: Curve;
}

const VALID = ["2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"] as const;

interface Certificate {
  readonly base64: string;
  readonly name: string;
  readonly keys: CryptoKeyPair;
}

/** What another process needs to sign as the same store. */
export interface SavedAppleStore {
  x5c: string[];
  key: JsonWebKey;
}

export class AppleStore {
  private constructor(
    /** The chain that Apple puts into headers: leaf, intermediate, root. */
    readonly x5c: string[],
    private readonly key: CryptoKey,
  ) {}

  /** A store with keys of its own. */
  static async open(options: ChainOptions = {}): Promise<AppleStore> {
    const { leafMarkers = [LEAF_MARKER], intermediateMarkers = [INTERMEDIATE_MARKER], leafCurve = "P-256" } = options;
    const { isIntermediateCa = true, leafValid = VALID, intermediateValid = VALID, rootValid = VALID } = options;
    const root = await mint({ name: "Test Root CA - G3", curve: "P-384", isCa: true, markers: [], valid: rootValid });
    const intermediate = await mint(
      {
        name: "Test Worldwide Developer Relations",
        curve: "P-384",
        isCa: isIntermediateCa,
        markers: intermediateMarkers,
        valid: intermediateValid,
      },
      root,
    );
    const leaf = await mint(
      { name: "Test Receipt Signing", curve: leafCurve, isCa: false, markers: leafMarkers, valid: leafValid },
      intermediate,
    );
    return new AppleStore(
      [leaf, intermediate, root].map(({ base64 }) => base64),
      leaf.keys.privateKey,
    );
  }

  /** A store that was saved. */
  static async from({ x5c, key }: SavedAppleStore): Promise<AppleStore> {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    return new AppleStore(x5c, await crypto.subtle.importKey("jwk", key, algorithm, true, ["sign"]));
  }

  async saved(): Promise<SavedAppleStore> {
    return { x5c: this.x5c, key: (await crypto.subtle.exportKey("jwk", this.key)) as JsonWebKey };
  }

  /** Base64 DER, for `APPLE_ROOT_CERTS`. */
  get root(): string {
    return this.x5c[2] ?? "";
  }

  /** Signs anything as Apple signs, unless `header` says otherwise. */
  sign(payload: object, header: { alg?: string; x5c?: unknown } = {}): Promise<string> {
    const bytes = new TextEncoder().encode(JSON.stringify(payload));
    const protectedHeader = { alg: "ES256", x5c: this.x5c, ...header };
    return new CompactSign(bytes).setProtectedHeader(protectedHeader as { alg: string }).sign(this.key);
  }

  /** A notification, with what it carries signed as well. */
  async notification(
    type: string,
    { transaction, renewal, ...data }: { transaction?: object; renewal?: object; [field: string]: unknown } = {},
    more: object = {},
  ): Promise<string> {
    return this.sign({
      notificationType: type,
      notificationUUID: crypto.randomUUID(),
      version: "2.0",
      signedDate: Date.now(),
      data: {
        appAppleId: 1,
        bundleId: "com.leora.app",
        environment: "Production",
        ...data,
        ...(transaction && { signedTransactionInfo: await this.sign(transaction) }),
        ...(renewal && { signedRenewalInfo: await this.sign(renewal) }),
      },
      ...more,
    });
  }
}

/** A transaction as Apple has it: a month of premium, paid 4.99 USD. Times are UTC milliseconds. */
export const appleTransaction = (now: number, fields: object = {}): Record<string, unknown> => {
  const id = String(Math.floor(Math.random() * 1e15));
  return {
    transactionId: id,
    originalTransactionId: id,
    webOrderLineItemId: "2000000000000001",
    bundleId: "com.leora.app",
    productId: "com.leora.premium.monthly",
    subscriptionGroupIdentifier: "20000001",
    purchaseDate: now - 86_400_000,
    originalPurchaseDate: now - 86_400_000,
    expiresDate: now + 29 * 86_400_000,
    quantity: 1,
    type: "Auto-Renewable Subscription",
    inAppOwnershipType: "PURCHASED",
    signedDate: now,
    environment: "Production",
    transactionReason: "PURCHASE",
    storefront: "UZB",
    storefrontId: "143566",
    price: 4990,
    currency: "USD",
    ...fields,
  };
};

/** What Apple says of the next period of such a transaction. */
export const appleRenewal = (now: number, fields: object = {}): Record<string, unknown> => ({
  originalTransactionId: "1",
  autoRenewProductId: "com.leora.premium.monthly",
  productId: "com.leora.premium.monthly",
  autoRenewStatus: 1,
  isInBillingRetryPeriod: false,
  signedDate: now,
  environment: "Production",
  renewalPrice: 4990,
  currency: "USD",
  ...fields,
});

/** A receipt of StoreKit 1 that lists purchases; its signature is left out, because nobody reads it. */
export function oldReceipt(
  entries: readonly { productId?: string; transactionId?: string; originalId?: string }[],
): string {
  const inApp = entries.map(({ productId, transactionId, originalId }) =>
    attribute(
      17,
      attributes([
        ...(productId === undefined ? [] : [attribute(1702, utf8(productId))]),
        ...(transactionId === undefined ? [] : [attribute(1703, utf8(transactionId))]),
        ...(originalId === undefined ? [] : [attribute(1705, utf8(originalId))]),
      ]),
    ),
  );
  const payload = attributes([attribute(2, utf8("com.leora.app")), ...inApp]);
  const content = sequence(oid(DATA), explicit(0, new asn1.OctetString({ valueHex: payload.toBER() })));
  const signedData = sequence(integer(1), new asn1.Set({ value: [] }), content, new asn1.Set({ value: [] }));
  return Buffer.from(sequence(oid(SIGNED_DATA), explicit(0, signedData)).toBER()).toString("base64");
}

const attributes = (value: asn1.Sequence[]) => new asn1.Set({ value });

const attribute = (type: number, value: asn1.AsnType) =>
  sequence(integer(type), integer(1), new asn1.OctetString({ valueHex: value.toBER() }));

async function mint(
  of: { name: string; curve: Curve; isCa: boolean; markers: readonly string[]; valid: readonly [string, string] },
  issuer?: Certificate,
): Promise<Certificate> {
  const algorithm = { name: "ECDSA", namedCurve: of.curve };
  const keys = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const signer = issuer?.keys ?? keys;
  const isP256 = (signer.privateKey.algorithm as unknown as { namedCurve: Curve }).namedCurve === "P-256";
  const signatureAlgorithm = () => sequence(oid(isP256 ? ECDSA_SHA256 : ECDSA_SHA384));
  const spki = asn1.fromBER((await crypto.subtle.exportKey("spki", keys.publicKey)) as ArrayBuffer).result;
  const extensions = [
    ...(of.isCa ? [extension(BASIC_CONSTRAINTS, sequence(new asn1.Boolean({ value: true })))] : []),
    ...of.markers.map((marker) => extension(marker, new asn1.Null())),
  ];
  const body = sequence(
    explicit(0, integer(2)),
    integer(Math.floor(Math.random() * 1e9) + 1),
    signatureAlgorithm(),
    nameOf(issuer?.name ?? of.name),
    sequence(...of.valid.map((date) => new asn1.UTCTime({ valueDate: new Date(date) }))),
    nameOf(of.name),
    spki,
    ...(extensions.length > 0 ? [explicit(3, sequence(...extensions))] : []),
  );
  const hash = isP256 ? "SHA-256" : "SHA-384";
  const raw = await crypto.subtle.sign({ name: "ECDSA", hash }, signer.privateKey, body.toBER());
  const [r, s] = [raw.slice(0, raw.byteLength / 2), raw.slice(raw.byteLength / 2)].map((half) =>
    asn1.Integer.fromBigInt(BigInt(`0x${Buffer.from(half).toString("hex")}`)),
  );
  const signature = new asn1.BitString({ valueHex: sequence(r, s).toBER() });
  const certificate = sequence(body, signatureAlgorithm(), signature).toBER();
  return { base64: Buffer.from(certificate).toString("base64"), name: of.name, keys };
}

const extension = (id: string, value: asn1.AsnType) =>
  sequence(oid(id), new asn1.OctetString({ valueHex: value.toBER() }));

const nameOf = (commonName: string) =>
  sequence(new asn1.Set({ value: [sequence(oid(COMMON_NAME), utf8(commonName))] }));

const sequence = (...value: (asn1.AsnType | undefined)[]) =>
  new asn1.Sequence({ value: value.filter((one) => one !== undefined) });
const explicit = (tagNumber: number, value: asn1.AsnType) =>
  new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [value] });
const oid = (value: string) => new asn1.ObjectIdentifier({ value });
const integer = (value: number) => new asn1.Integer({ value });
const utf8 = (value: string) => new asn1.Utf8String({ value });
