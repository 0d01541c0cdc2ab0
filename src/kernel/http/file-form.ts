import { LIMITS } from "../../limits.ts";
import { invalid } from "../errors.ts";
import { formOf, malformed, mediaTypeOf, readBytes, readJson } from "./body.ts";
import type { FileForm } from "./endpoint.ts";

// Reads a form that takes the place of a JSON body: a file, and the body's other fields as JSON.

/** The part of the form with the body's other fields. */
export const OPTIONS_PART = "options";

export const isForm = (request: Request): boolean => mediaTypeOf(request).mediaType === "multipart/form-data";

/**
 * The body that the form stands for: its options, and the file in `field` as `Uint8Array`.
 * @throws invalid_input on `field` when the file is larger than `maxBytes`; malformed_body on `field` when the body is no
 * form; unsupported_encoding, and what `readJson` throws when the options are no JSON
 */
export async function readFileForm(request: Request, { field, maxBytes }: FileForm): Promise<Record<string, unknown>> {
  const tooLarge = () => invalid(field, `The file is larger than ${maxBytes / 1024 / 1024} MiB`);
  const body = await readBytes(request, maxBytes + LIMITS.http.formOverheadBytes, tooLarge, field);
  const form = await formOf(body, request.headers.get("content-type") ?? "", field);
  const [file, options] = [await bytesOf(form.get(field)), await bytesOf(form.get(OPTIONS_PART))];
  if (file && file.byteLength > maxBytes) throw tooLarge();
  if (options && options.byteLength > LIMITS.http.formOverheadBytes) throw malformed(OPTIONS_PART, "Too large");
  const fields = options ? await readJson(new Request(request.url, { method: "POST", body: options })) : {};
  return file ? { ...fields, [field]: file } : fields;
}

/** A part as bytes: clients send the options as a text field as well as a part of type JSON. */
async function bytesOf(part: File | string | null): Promise<Uint8Array<ArrayBuffer> | null> {
  return part === null ? null : new Uint8Array(await new Blob([part]).arrayBuffer());
}
