// The network that a request comes from: what is counted by, because one subscriber has many IPv6 addresses.

const IPV4_MAPPED = /^0:0:0:0:0:ffff:([0-9a-f]+):([0-9a-f]+)$/;
const GROUPS = 8;
const GROUPS_OF_NETWORK = 4;

/**
 * The network of an IP address: an IPv4 address is its own; an IPv6 address belongs to its /64, which is what providers
 * give to one subscriber (`2001:db8:1:2::/64`); an IPv4-mapped one is the IPv4 address. Any other text is kept as it is.
 */
export function networkOf(ip: string): string {
  const host = ip.includes(":") ? URL.parse(`http://[${ip}]`)?.hostname : undefined;
  if (host === undefined) return ip;
  const groups = groupsOf(host.slice(1, -1));
  const [, high, low] = IPV4_MAPPED.exec(groups.join(":")) ?? [];
  if (high !== undefined && low !== undefined) return `${bytesOf(high)}.${bytesOf(low)}`;
  return `${groups.slice(0, GROUPS_OF_NETWORK).join(":")}::/64`;
}

/** The eight groups of an address that the URL parser has brought into its canonical, shortened form. */
function groupsOf(address: string): string[] {
  const [head = [], tail = []] = address.split("::").map((side) => side.split(":").filter((group) => group !== ""));
  return [...head, ...Array<string>(GROUPS - head.length - tail.length).fill("0"), ...tail];
}

/** A group of 16 bits as two bytes of a dotted address. */
function bytesOf(group: string): string {
  const bits = Number.parseInt(group, 16);
  return `${bits >> 8}.${bits & 255}`;
}
