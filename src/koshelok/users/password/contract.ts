import { z } from "zod";
import { plainPassword, repeatedPassword } from "../../../kernel/auth/password.ts";
import { address, code, DIFFERENT } from "../contract.ts";

const password = () => plainPassword().meta({ example: "newpass1" });
const again = () => repeatedPassword().meta({ example: "newpass1" });

export const Forgot = z.object({ phone_email: address() }).meta({ id: "ForgottenPassword" });
export const ResetToken = z
  .object({ message: z.string().meta({ example: "Kod yuborildi" }), access: z.string() })
  .meta({ id: "ResetToken" });

export const Reset = z
  .object({ code: code(), password: password(), confirm_password: again() })
  .refine((input) => input.password === input.confirm_password, { path: ["confirm_password"], message: DIFFERENT })
  .meta({ id: "PasswordReset" });

export const Update = z
  .object({
    old_pass: z.string().min(1).max(1000).meta({ example: "12345678" }),
    new_pass: password(),
    confirm_new_pass: again(),
  })
  .refine((input) => input.new_pass === input.confirm_new_pass, { path: ["confirm_new_pass"], message: DIFFERENT })
  .meta({ id: "PasswordUpdate" });
