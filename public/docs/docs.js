// One page for all products, which the menu on top of the sidebar chooses from. Nothing is asked of any other server than ours.

/** Scalar checks its settings by zod, which else finds out by `eval` whether it may compile: our content policy forbids that. */
globalThis.__zod_globalConfig = { jitless: true };

const library = import("/vendor/scalar/index.js");
const products = await fetch("/docs/products.json").then((reply) => reply.json());
const sources = products.map(({ name, url }) => ({
  title: name,
  slug: name.toLowerCase(),
  url,
  // Requests go to the server that the page is from, whichever its document names first: others do not let this page ask them.
  servers: [{ url: location.origin + url.replace("/openapi.json", "") }],
  agent: { disabled: true },
}));

// An address such as `#crm/tag/deals` names the product. Its document travels with the library: Scalar, which asks for it
// when it has started, finds it in the browser's cache.
const [named] = location.hash.slice(1).split("/");
const shown = sources.find(({ slug }) => slug === named) ?? sources[0];
fetch(shown.url);

const { createApiReference } = await library;
createApiReference("#api", {
  sources,
  favicon: "/docs/favicon.svg",
  setPageTitle: ({ title, document }) => (title === document.title ? title : `${title} · ${document.title}`),
  orderSchemaPropertiesBy: "preserve",
  authentication: { preferredSecurityScheme: "bearer" },
  // A token lives as long as the page: what lies in the browser's storage can be read by the next person at the machine.
  persistAuth: false,
  // Scalar's own services and fonts.
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  showDeveloperTools: "never",
});
