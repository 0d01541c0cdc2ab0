import type { HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./identity/service.ts";
import { wireError } from "./wire.ts";

/** What the hub needs of CRM. It only admits requests, because CRM has no sockets, sync or reminders. */
export const crmHub: HubProduct = { loadSession, loadPrincipal, wireError };
