import { ADMISSION_ONLY, type HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./identity/service.ts";
import { wireError } from "./wire.ts";

/** What a CRM user's hub needs to know of CRM. */
export const crmHub: HubProduct = { ...ADMISSION_ONLY, loadSession, loadPrincipal, wireError };
