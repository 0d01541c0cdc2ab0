import { describe, expect, it } from "vitest";
import { addCommonHeaders, preflight } from "../../../src/kernel/http/headers.ts";

const ORIGIN = "https://app.leora.app";
const request = new Request("https://host/", { headers: { Origin: ORIGIN } });

describe("a browser of an allowed origin", () => {
  it("may ask for a minimal reply and compress its body", () => {
    const allowed = preflight(request, [ORIGIN]).headers.get("access-control-allow-headers")?.split(", ");
    expect(allowed).toEqual(expect.arrayContaining(["Prefer", "Content-Encoding"]));
  });

  it("sees which preference was applied; caches learn all that the reply depends on", () => {
    const reply = new Response("{}", { headers: { Vary: "Prefer", "Preference-Applied": "return=minimal" } });
    const { headers } = addCommonHeaders(reply, request, "id", [ORIGIN]);
    expect(headers.get("access-control-expose-headers")?.split(", ")).toContain("Preference-Applied");
    expect([headers.get("vary"), headers.get("preference-applied")]).toEqual(["Prefer, Origin", "return=minimal"]);
  });
});
