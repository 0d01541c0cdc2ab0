import { bulkEndpoints } from "../engine/http/bulk.ts";
import { registry } from "./registry.ts";
import { errorWords } from "./wire.ts";

/** `POST {path}/bulk` of a Leora entity. */
export const bulkEndpoint = bulkEndpoints(registry, errorWords);
