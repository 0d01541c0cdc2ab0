import type { HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./users/service.ts";
import { wireError } from "./wire.ts";

/** What the hub of a Koshelok user needs of Koshelok: only what it takes to admit requests, as Koshelok has no sockets. */
export const koshelokHub: HubProduct = { loadSession, loadPrincipal, wireError };
