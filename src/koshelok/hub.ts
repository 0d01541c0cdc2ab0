import { createRegistry } from "../kernel/db/entity.ts";
import { ADMISSION_ONLY, type HubProduct } from "../kernel/hub.ts";
import { loadPrincipal, loadSession } from "./users/service.ts";
import { wireError } from "./wire.ts";

/** What a Koshelok user's hub needs to know of Koshelok. */
export const koshelokHub: HubProduct = {
  ...ADMISSION_ONLY,
  registry: createRegistry([]),
  loadSession,
  loadPrincipal,
  wireError,
};
