/** What somebody reads first who writes a client of Koshelok (`info.description` of its OpenAPI document). */
export const GUIDE = "Speaks Django REST Framework.";
