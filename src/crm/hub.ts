import { ADMISSION_ONLY, type HubProduct } from "../kernel/hub/protocol.ts";
import { loadPrincipal, loadSession } from "./identity/service.ts";
import { registry } from "./registry.ts";
import { wireError } from "./wire.ts";

/** What a CRM user's hub needs to know of CRM. */
export const crmHub: HubProduct = { ...ADMISSION_ONLY, registry, loadSession, loadPrincipal, wireError };
