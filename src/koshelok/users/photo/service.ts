import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import type { FileReply } from "../../../kernel/http/endpoint.ts";
import { PHOTO_TYPES, type PhotoExtension, photoExtensionOf } from "./rules.ts";

/** One year: a photo never changes under its name. */
const CACHE = "public, max-age=31536000, immutable";

const keyOf = (name: string): string => `koshelok/photos/${name}`;

/** Replaces the caller's photo. One D1 call. @throws invalid_input on `photo` unless it is a JPEG, PNG or WebP */
export async function replacePhoto(ctx: Context, content: Uint8Array): Promise<{ photo: string }> {
  const extension = photoExtensionOf(content);
  if (!extension) throw invalid("photo", "Upload a valid image: JPEG, PNG or WebP.");
  const name = `${crypto.randomUUID().replaceAll("-", "")}.${extension}`;
  const { FILES } = ctx.env;
  // The file first: a row never names one that is not there.
  await FILES.put(keyOf(name), content);
  const [[before] = []] = await ctx.identity.batch([
    statement("SELECT photo FROM users WHERE id = ?", ctx.userId),
    statement("UPDATE users SET photo = ?, updatedAt = ? WHERE id = ?", name, ctx.now, ctx.userId),
  ]);
  if (before?.photo) ctx.later(FILES.delete(keyOf(String(before.photo))));
  return { photo: `${ctx.client.baseUrl}/media/photos/${name}` };
}

/** The photo of this name. @throws not_found */
export async function readPhoto({ env }: PublicContext, name: string): Promise<FileReply> {
  const file = await env.FILES.get(keyOf(name));
  if (!file) throw notFound();
  const extension = unsafeCast<PhotoExtension>(name.split(".")[1]);
  return { body: file.body, headers: { "Content-Type": PHOTO_TYPES[extension], "Cache-Control": CACHE } };
}
