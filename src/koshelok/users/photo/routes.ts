import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { LIMITS } from "../../../limits.ts";
import { Photo, PhotoFile, PhotoForm, PhotoName } from "./contract.ts";
import { PHOTO_TYPES } from "./rules.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Users");

routes.user("patch", "/users/image/", {
  summary: "Upload my photo",
  description: "JPEG, PNG or WebP of at most 5 MiB; what it is goes by its content.",
  upload: { field: "photo", maxBytes: LIMITS.koshelok.photoBytes },
  body: PhotoForm,
  reply: Photo,
  handle: (ctx, { body }) => service.replacePhoto(ctx, body.photo),
});

routes.open("get", "/media/photos/{name}", {
  summary: "Get a photo",
  description: "For everybody who has its address, which nobody can guess. A replaced photo is gone.",
  bucket: "read",
  params: PhotoName,
  reply: PhotoFile,
  media: Object.values(PHOTO_TYPES),
  handle: (ctx, { params }) => service.readPhoto(ctx, params.name),
});

export const photoEndpoints = routes.list;
