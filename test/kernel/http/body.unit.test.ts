import { describe, expect, it } from "vitest";
import { AppError } from "../../../src/kernel/errors.ts";
import { readJson, readUpload, streamOf } from "../../../src/kernel/http/body.ts";

const post = (body: BodyInit, type = "application/json") =>
  new Request("https://host/", { method: "POST", body, headers: { "Content-Type": type } });

/** The code and the fields of the error that reading ends with. */
async function refusal(read: () => unknown): Promise<unknown> {
  try {
    await read();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, fields: error.details?.map(({ field }) => field) };
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("a body that cannot be read", () => {
  it.each([
    ["cut off", post("{")],
    ["no object", post("[]")],
    ["no UTF-8", post(new Uint8Array([0x22, 0xff, 0x22]))],
    ["another content type", post("{}", "text/plain")],
  ])("is malformed: %s", async (_what, request) => {
    expect(await refusal(() => readJson(request))).toEqual({ code: "malformed_body", fields: [""] });
  });

  it("is malformed as a form", async () => {
    const upload = { field: "photo", maxBytes: 1000 };
    const malformed = { code: "malformed_body", fields: ["photo"] };
    expect(await refusal(() => readUpload(post("{}"), upload))).toEqual(malformed);
    expect(await refusal(() => readUpload(post("x", "multipart/form-data; boundary=b"), upload))).toEqual(malformed);
  });

  it("is malformed as a stream of another type", async () => {
    const read = () => streamOf(post("{}"), { types: ["text/csv"], maxBytes: 1000, example: "" });
    expect(await refusal(read)).toEqual({ code: "malformed_body", fields: [""] });
  });
});

describe("a body whose values are wrong", () => {
  it("is invalid input: text that cannot be stored", async () => {
    const request = post(String.raw`{"title": "a\u0000b"}`);
    expect(await refusal(() => readJson(request))).toEqual({ code: "invalid_input", fields: ["title"] });
  });

  it("is invalid input: a file that is too large", async () => {
    const form = new FormData();
    form.set("photo", new File([new Uint8Array(2000)], "me.png"));
    const request = new Request("https://host/", { method: "POST", body: form });
    const read = () => readUpload(request, { field: "photo", maxBytes: 1000 });
    expect(await refusal(read)).toEqual({ code: "invalid_input", fields: ["photo"] });
  });
});
