/* global Redoc */
import { schemaUrl } from "./schema-url.js";

// Its search runs in a worker made of a blob, which our content policy does not allow.
Redoc.init(schemaUrl, { disableSearch: true, expandResponses: "200,201" }, document.getElementById("api"));
