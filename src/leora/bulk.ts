import { bulkEndpoints } from "../engine/http/bulk.ts";
import { WireError, wireError } from "./wire.ts";

/** `POST {path}/bulk` of a Leora entity. */
export const bulkEndpoint = bulkEndpoints({ schema: WireError, of: wireError });
