import { bulkEndpoints } from "../engine/http/bulk.ts";
import { registry } from "./registry.ts";
import { errorFormat } from "./wire.ts";

/** Declares `POST {path}/bulk`, which creates several rows of a Leora entity at once. */
export const bulkEndpoint = bulkEndpoints(registry, errorFormat);
