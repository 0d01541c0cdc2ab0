import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { gzipForm } from "../support/gzip.ts";
import { newUser, said } from "./support.ts";

const MIB = 1024 * 1024;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff, 0xe0];
const WEBP = [..."RIFF....WEBP"].map((letter) => letter.charCodeAt(0));

/** A file of `size` bytes that begins like an image. */
function image(signature: readonly number[], size = 64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set(signature);
  return bytes;
}

function upload(actor: Actor, content: Uint8Array<ArrayBuffer> | string, field = "photo") {
  const form = new FormData();
  form.append(field, new File([content], "me.svg", { type: "image/svg+xml" }));
  return actor.requestRaw("PATCH", "/users/image/", form);
}

const download = async (actor: Actor, url: string) => actor.get(new URL(url).pathname.replace("/koshelok", ""));
const photosInStore = async () => (await env.FILES.list({ prefix: "koshelok/photos/" })).objects.length;

describe("a photo", () => {
  it.each([
    ["jpg", "image/jpeg", JPEG],
    ["png", "image/png", PNG],
    ["webp", "image/webp", WEBP],
  ])("is %s by its content, whatever its name says", async (extension, type, signature) => {
    const actor = await newUser();
    const reply = await upload(actor, image(signature));
    expect(said(reply)).toEqual([200, { photo: expect.stringMatching(/^http:\/\/localhost:8787\/koshelok\/media\//) }]);
    expect(reply.body.photo.split(".").at(-1)).toBe(extension);
    const file = await download(actor, reply.body.photo);
    expect([file.status, file.headers.get("content-type")]).toEqual([200, type]);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("may have 5 MiB, and replaces the one before", async () => {
    const actor = await newUser();
    const first = await upload(actor, image(PNG, 5 * MIB));
    expect(first.status).toBe(200);
    const stored = await photosInStore();
    const second = await upload(actor, image(JPEG));
    expect(second.status).toBe(200);
    await expect.poll(photosInStore).toBe(stored);
    expect((await download(actor, first.body.photo)).status).toBe(404);
    expect((await download(actor, second.body.photo)).status).toBe(200);
  });

  it("may come compressed, and has 5 MiB inflated", async () => {
    const actor = await newUser();
    const send = async (size: number) => {
      const form = new FormData();
      form.append("photo", new File([image(PNG, size)], "me.png"));
      const { body, headers } = await gzipForm(form);
      return actor.requestRaw("PATCH", "/users/image/", body, headers);
    };
    const reply = await send(5 * MIB);
    expect(said(reply)).toEqual([200, { photo: expect.any(String) }]);
    const file = await download(actor, reply.body.photo);
    expect([file.headers.get("content-type"), file.text.length]).toEqual(["image/png", 5 * MIB]);
    const tooLarge = { photo: ["The file is larger than 5 MiB"] };
    expect([said(await send(5 * MIB + 1)), said(await send(100 * MIB))]).toEqual(Array(2).fill([400, tooLarge]));
  });

  it("is refused in words on its field", async () => {
    const actor = await newUser();
    const stored = await photosInStore();
    const refused = [
      await upload(actor, image(PNG, 5 * MIB + 1)),
      await upload(actor, image(PNG, 6 * MIB)),
      await upload(actor, "<svg onload='alert(1)'/>"),
      await upload(actor, ""),
      await upload(actor, image(PNG), "picture"),
      await actor.patch("/users/image/", { photo: "text" }),
      await actor.patch("/users/image/"),
      await actor.requestRaw("PATCH", "/users/image/", "--x", { "Content-Type": "multipart/form-data; boundary=x" }),
    ];
    expect(refused.map(said)).toEqual(refused.map(() => [400, { photo: [expect.any(String)] }]));
    expect(await photosInStore()).toBe(stored);
    expect((await actor.get("/media/photos/..%2Fsecret.png")).status).toBe(404);
  });
});
