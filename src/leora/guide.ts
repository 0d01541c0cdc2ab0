/** What somebody reads first who writes a client of Leora (`info.description` of its OpenAPI document). */
export const GUIDE = "Offline-first sync, realtime, planner and finance.";
