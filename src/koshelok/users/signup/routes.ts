import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { Message } from "../contract.ts";
import { Changed, ChangeInfo, CodeVerify, SignedUp, Signup, Verified } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Users");

routes.open("post", "/users/signup/", {
  summary: "Sign up",
  description:
    "Sends four digits, valid for 2 minutes, to an e-mail address or a mobile phone: the same ones while they are good. The tokens serve `code_verify` and `new_verify` alone.",
  body: Signup,
  reply: SignedUp,
  status: 201,
  errors: ["unavailable"],
  handle: (ctx, { body }) => service.signup(ctx, body.email_phone_number),
});

routes.user("post", "/users/code_verify/", {
  summary: "Verify the code",
  description: "The new tokens serve `change_info`.",
  scopes: ["new"],
  body: CodeVerify,
  reply: Verified,
  idempotent: false,
  handle: (ctx, { body }) => service.verifyCode(ctx, body.code),
});

routes.user("get", "/users/new_verify/", {
  summary: "Get a code again",
  description: "The same one while it is good; at most 5 codes per address and hour.",
  scopes: ["new"],
  writes: true,
  reply: Message,
  errors: ["unavailable"],
  handle: service.sendNewCode,
});

for (const method of ["put", "patch"] as const) {
  routes.user(method, "/users/change_info/", {
    summary: "Change my information",
    description:
      "Finishes a verified account: names, username and password are required then, and the new tokens serve everything. Later it changes what is sent, and never the password.",
    scopes: ["code_verified"],
    body: ChangeInfo,
    reply: Changed,
    handle: (ctx, { body }) => service.changeInfo(ctx, body),
  });
}

export const signupEndpoints = routes.list;
