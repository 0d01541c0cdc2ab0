/** The OpenAPI document that this page lies beside: `…/api/schema/` for `…/api/schema/redoc/`. */
export const schemaUrl = location.pathname.replace(/[^/]+\/?$/, "");
