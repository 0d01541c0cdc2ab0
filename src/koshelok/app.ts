import { productApp } from "../kernel/http/product-app.ts";
import { documentation } from "./documentation.ts";
import { financeEndpoints } from "./finance/routes.ts";
import { userEndpoints } from "./users/routes.ts";
import { koshelokWire } from "./wire.ts";

/** Koshelok over HTTP: a personal wallet, wire-compatible with a Django REST API. */
export const koshelok = productApp({
  name: "koshelok",
  title: "Koshelok",
  documentation,
  base: "",
  wire: koshelokWire,
  endpoints: [...userEndpoints, ...financeEndpoints],
  limits: ["koshelok"],
  optionalSlash: true,
  schema: {
    path: "/api/schema/",
    pages: {
      "/api/schema/swagger-ui/": "/docs/schema/swagger-ui",
      "/api/schema/redoc/": "/docs/schema/redoc",
    },
  },
});
