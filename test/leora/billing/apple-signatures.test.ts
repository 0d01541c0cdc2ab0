import { Buffer } from "node:buffer";
import { CompactSign } from "jose";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../src/kernel/crypto.ts";
import { signingKey } from "../../../src/leora/billing/apple/certificates.ts";
import { APPLE_ROOT_CA_G3 } from "../../../src/leora/billing/apple/root-certificate.ts";
import { signedJson } from "../../../src/leora/billing/apple/signed-data.ts";
import { AppleStore } from "../../support/apple-store.ts";
import { APPLE_CHAIN } from "./apple-chain.ts";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const store = await AppleStore.open();
const [LEAF = "", INTERMEDIATE = "", ROOT = ""] = store.x5c;
const trust = { roots: [APPLE_ROOT_CA_G3, store.root], now: NOW };

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("what Apple signed", () => {
  it("is read", async () => {
    expect(await signedJson(await store.sign({ productId: "x", quantity: 1 }), trust)).toEqual({
      productId: "x",
      quantity: 1,
    });
  });

  it("is not what anybody changed afterwards", async () => {
    const [header, , signature] = (await store.sign({ productId: "monthly" })).split(".");
    expect(await signedJson(`${header}.${part({ productId: "lifetime" })}.${signature}`, trust)).toBeUndefined();
  });

  it.each([
    ["none", () => `${part({ alg: "none", x5c: store.x5c })}.${part({ productId: "x" })}.`],
    ["none, with a signature", () => `${part({ alg: "none", x5c: store.x5c })}.${part({ productId: "x" })}.AAAA`],
    [
      "HS256",
      () =>
        new CompactSign(Buffer.from("{}"))
          .setProtectedHeader({ alg: "HS256", x5c: store.x5c })
          .sign(new TextEncoder().encode(LEAF)),
    ],
  ])("has the algorithm ES256, not %s", async (_name, forged) => {
    expect(await signedJson(await forged(), trust)).toBeUndefined();
  });

  it.each([
    ["no certificates", undefined],
    ["a text for a list", LEAF],
    ["a leaf alone", [LEAF]],
    ["no root", [LEAF, INTERMEDIATE]],
    ["four certificates", [LEAF, INTERMEDIATE, ROOT, ROOT]],
    ["the chain turned round", [ROOT, INTERMEDIATE, LEAF]],
    ["leaf and intermediate swapped", [INTERMEDIATE, LEAF, ROOT]],
    ["the intermediate as a leaf", [INTERMEDIATE, INTERMEDIATE, ROOT]],
    ["the root as intermediate", [LEAF, ROOT, ROOT]],
    ["Apple's root over it", [LEAF, INTERMEDIATE, APPLE_ROOT_CA_G3]],
    ["no base64", ["%", "%", ROOT]],
    ["no certificate", [Buffer.from("garbage").toString("base64"), INTERMEDIATE, ROOT]],
    ["a huge one", [LEAF, "A".repeat(4097), ROOT]],
    ["numbers", [1, 2, 3]],
  ])("has Apple's three certificates, not %s", async (_name, x5c) => {
    expect(await signedJson(await store.sign({ productId: "x" }, { x5c }), trust)).toBeUndefined();
  });

  it.each([
    ["a root that is not trusted", {}],
    ["a leaf without its marker", { leafMarkers: [] }],
    ["a leaf with the intermediate's marker", { leafMarkers: ["1.2.840.113635.100.6.2.1"] }],
    ["an intermediate without its marker", { intermediateMarkers: [] }],
    ["an expired leaf", { leafValid: ["2020-01-01T00:00:00Z", "2026-05-31T23:59:59Z"] }],
    ["a leaf that is not valid yet", { leafValid: ["2026-06-01T00:00:01Z", "2040-01-01T00:00:00Z"] }],
    ["an expired intermediate", { intermediateValid: ["2020-01-01T00:00:00Z", "2026-05-31T23:59:59Z"] }],
    ["an expired root", { rootValid: ["2020-01-01T00:00:00Z", "2026-05-31T23:59:59Z"] }],
    ["an intermediate that may issue nothing", { isIntermediateCa: false }],
  ] as const)("is refused with %s", async (name, options) => {
    const forger = await AppleStore.open(options);
    const roots = name === "a root that is not trusted" ? trust.roots : [forger.root];
    expect(await signedJson(await forger.sign({ productId: "x" }), { roots, now: NOW })).toBeUndefined();
    const genuine = await AppleStore.open();
    expect(await signedJson(await genuine.sign({}), { roots: [genuine.root], now: NOW })).toEqual({});
  });

  it("is of the chain's own leaf: another leaf of the same root signs nothing with it", async () => {
    const forger = await AppleStore.open();
    expect(await signedJson(await forger.sign({}, { x5c: store.x5c }), trust)).toBeUndefined();
    expect(await signedJson(await forger.sign({}, { x5c: [...forger.x5c.slice(0, 2), ROOT] }), trust)).toBeUndefined();
    const [leaf = ""] = forger.x5c;
    expect(await signedJson(await forger.sign({}, { x5c: [leaf, INTERMEDIATE, ROOT] }), trust)).toBeUndefined();
  });

  it.each(["", "..", "a.b.c", "a.b", "eyJ.eyJ.eyJ", "A".repeat(200_000), "é.é.é"])(
    "is no text such as %j",
    async (text) => {
      expect(await signedJson(text, trust)).toBeUndefined();
    },
  );

  it("is no JSON that cannot be read", async () => {
    const jws = await store.sign({});
    expect(await signedJson(`${jws} `, trust)).toBeUndefined();
  });
});

describe("Apple's own certificates", () => {
  it("have the root with the published fingerprint", async () => {
    expect(await sha256Hex(Buffer.from(APPLE_ROOT_CA_G3, "base64"))).toBe(
      "63343abfb89a6a03ebb57e9b3f5fa7be7c4f5c756f3017b3a8c488c3653e9179",
    );
  });

  it("are a chain that is trusted as long as it is valid", async () => {
    const x5c = [...APPLE_CHAIN, APPLE_ROOT_CA_G3];
    const key = await signingKey(x5c, [APPLE_ROOT_CA_G3], NOW);
    expect(key?.algorithm).toEqual({ name: "ECDSA", namedCurve: "P-256" });
    expect(await signingKey(x5c, [store.root], NOW)).toBeUndefined();
    expect(await signingKey(x5c, [APPLE_ROOT_CA_G3], Date.parse("2027-10-13T17:47:24Z"))).toBeUndefined();
    expect(await signingKey(x5c, [APPLE_ROOT_CA_G3], Date.parse("2025-09-19T19:44:50Z"))).toBeUndefined();
  });
});
