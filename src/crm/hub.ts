import type { HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./identity/service.ts";
import { wireError } from "./wire.ts";

/** What the hub of a CRM user needs of CRM: only what it takes to admit requests, as CRM has no sockets. */
export const crmHub: HubProduct = { loadSession, loadPrincipal, wireError };
