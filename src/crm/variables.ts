import { z } from "zod";
import { productVariables } from "../kernel/env.ts";

/** The environment variables that only CRM has. */
export const variables = productVariables(
  {
    /** Who becomes the first administrator must know it; without it, whoever comes first does. At least 32 characters. */
    CRM_BOOTSTRAP_SECRET: z.string().min(32).optional(),
  },
  [[(values) => !values.CRM_BOOTSTRAP_SECRET, "CRM_BOOTSTRAP_SECRET is missing"]],
);
