import { z } from "zod";
import type { FileReply } from "../../../kernel/http/endpoint.ts";

export const PhotoForm = z
  .object({
    photo: z
      .custom<Uint8Array>((value) => value instanceof Uint8Array, {
        error: ({ input }) =>
          input === undefined
            ? "No file was submitted."
            : "The submitted data was not a file. Check the encoding type on the form.",
      })
      .meta({ type: "string", format: "binary" }),
  })
  .meta({ id: "PhotoUpload" });

export const Photo = z
  .object({
    photo: z.url().meta({ example: "https://koshelok.leora.app/media/photos/582a6dcc63b34be0a4951ccd18775063.png" }),
  })
  .meta({ id: "Photo" });

/** Names as `replacePhoto` makes them: 32 random hexadecimal digits, and the kind of image as extension. */
export const PhotoName = z.object({
  name: z
    .string()
    .regex(/^[0-9a-f]{32}\.(jpg|png|webp)$/)
    .meta({ example: "0192f0c12b3c7d4e8f5a6b7c8d9e0f1a.jpg" }),
});

export const PhotoFile = z.custom<FileReply>();
