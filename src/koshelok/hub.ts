import { createRegistry } from "../engine/entity.ts";
import { ADMISSION_ONLY, type HubProduct } from "../kernel/hub/protocol.ts";
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
