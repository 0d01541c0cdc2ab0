/** What somebody reads first who writes a client of CRM (`info.description` of its OpenAPI document). */
export const GUIDE = "Rows belong to their user; administrators reach all.";
