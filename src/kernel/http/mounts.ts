import { type Env, isDeployed } from "../env.ts";
import type { ProductManifest } from "../product.ts";

// Which products a host reaches, and which of them a path names.

/** A product, and what its paths begin with on a host. */
export interface Mount {
  readonly product: ProductManifest;
  /** Empty on the product's own hostname. */
  readonly prefix: string;
}

/** Which product a request is for: `path` has no prefix, and `prefix` is what it had. */
export interface Target extends Mount {
  readonly path: string;
}

/** The products of an installation: the first is the flagship. */
export type Products = readonly [ProductManifest, ...ProductManifest[]];

type Hosts = Pick<Env, "ENVIRONMENT" | "HOSTS">;

/**
 * The products that a host reaches. The first is at home there, without a prefix: the one whose hostname it is, or else the
 * flagship. The others have their prefixes; a product without one is reached where it is at home.
 */
export function mountsOn(hostname: string, products: Products, hosts: Hosts): [Mount, ...Mount[]] {
  // A name with a dot at its end is the same name (RFC 1034, 3.1).
  const name = hostname.replace(/\.$/, "");
  const home = products.find((product) => isAtHome(product, name, hosts)) ?? products[0];
  const others = products.filter(
    (product) => product !== home && product.prefix !== "" && !(product.onlyOnOwnHost && hasOwnHost(product, hosts)),
  );
  return [{ product: home, prefix: "" }, ...others.map((product) => ({ product, prefix: product.prefix }))];
}

/** The product whose prefix the path has, or else the one that is at home on this host. */
export function targetOf({ hostname, pathname }: URL, products: Products, hosts: Hosts): Target {
  const mounts = mountsOn(hostname, products, hosts);
  const named = mounts.find(({ prefix }) => prefix !== "" && `${pathname}/`.startsWith(`${prefix}/`));
  const { product, prefix } = named ?? mounts[0];
  return { product, prefix, path: pathname.slice(prefix.length) || "/" };
}

/** `HOSTS` comes first: an installation of one's own may give one of these hostnames to another product. */
function isAtHome({ name, hostnames }: ProductManifest, hostname: string, { ENVIRONMENT, HOSTS }: Hosts): boolean {
  if (Object.hasOwn(HOSTS, hostname)) return HOSTS[hostname] === name;
  return ENVIRONMENT !== "development" && hostnames[ENVIRONMENT] === hostname;
}

const hasOwnHost = ({ name }: ProductManifest, hosts: Hosts): boolean =>
  isDeployed(hosts) || Object.values(hosts.HOSTS).includes(name);
