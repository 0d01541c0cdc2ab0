import type { HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./users/service.ts";
import { wireError } from "./wire.ts";

/** What the hub needs of Koshelok. It only admits requests, because Koshelok has no sockets, sync or reminders. */
export const koshelokHub: HubProduct = { loadSession, loadPrincipal, wireError };
