import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import type { FileReply } from "../../../kernel/http/endpoint.ts";
import { PHOTO_TYPES, type PhotoExtension, photoExtensionOf } from "./rules.ts";

/** One year, because the photo of a name never changes. */
const CACHE = "public, max-age=31536000, immutable";

/** The key of a photo in R2. */
const keyOf = (name: string): string => `koshelok/photos/${name}`;

/**
 * Replaces the caller's photo; returns its URL. One D1 call.
 * @throws invalid_input on `photo` unless it is JPEG, PNG or WebP
 */
export async function replacePhoto(ctx: Context, content: Uint8Array): Promise<{ photo: string }> {
  const extension = photoExtensionOf(content);
  if (!extension) throw invalid("photo", "Upload a valid image: JPEG, PNG or WebP.");
  const name = `${crypto.randomUUID().replaceAll("-", "")}.${extension}`;
  const { FILES } = ctx.env;
  // The file is stored before the row names it, so that no row ever names a missing file.
  await FILES.put(keyOf(name), content);
  const [[earlier] = []] = await ctx.identity.batch([
    statement("SELECT photo FROM users WHERE id = ?", ctx.userId),
    statement("UPDATE users SET photo = ?, updatedAt = ? WHERE id = ?", name, ctx.now, ctx.userId),
  ]);
  if (earlier?.photo) ctx.later(() => FILES.delete(keyOf(String(earlier.photo))));
  return { photo: `${ctx.client.baseUrl}/media/photos/${name}` };
}

/** The photo of this name, as a file. @throws not_found */
export async function readPhoto({ env }: PublicContext, name: string): Promise<FileReply> {
  const file = await env.FILES.get(keyOf(name));
  if (!file) throw notFound();
  const extension = unsafeCast<PhotoExtension>(name.split(".")[1]);
  return { body: file.body, headers: { "Content-Type": PHOTO_TYPES[extension], "Cache-Control": CACHE } };
}
