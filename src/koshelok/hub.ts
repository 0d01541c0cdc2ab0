import { ADMISSION_ONLY, type HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./users/service.ts";
import { wireError } from "./wire.ts";

/** What a Koshelok user's hub needs to know of Koshelok. */
export const koshelokHub: HubProduct = {
  ...ADMISSION_ONLY,
  loadSession,
  loadPrincipal,
  wireError,
};
