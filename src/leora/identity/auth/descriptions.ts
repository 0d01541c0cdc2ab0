import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

const REMEMBER_ME = "`true`: the session lives for 30 days after each refresh; else for 7";

const TOKENS = {
  accessToken: "Proves who sends a request: `Authorization: Bearer …`",
  refreshToken: "Gets the next tokens, once",
  expiresIn: "Seconds until the access token expires",
};

/** What the fields of registration and sign-in mean (spec 2.2), for the OpenAPI document. */
export const authDescriptions: Descriptions = {
  fields: {
    Registration: {
      email: "The address to sign in by; a code is mailed to it",
      fullName: "The user's name, as it is shown",
      password: "8 to 72 bytes of UTF-8, with at least one letter and one digit",
      confirmPassword: "The same password again",
      region: "Where the user lives",
      currency: "Becomes the user's `primaryCurrency`",
      username: "Another name to sign in by, which nobody else may have",
      phoneNumber: "A phone number in international form; spaces, brackets and hyphens are dropped",
      timezone: "An IANA time zone; that of the region unless stated",
      preferences: "The app's own document about the user",
      rememberMe: REMEMBER_ME,
    },
    Login: {
      emailOrUsername: "The e-mail address or the username; case makes no difference",
      password: "The password",
      rememberMe: REMEMBER_ME,
    },
    TokenRefresh: { refreshToken: "The newest refresh token of the session" },
    Tokens: TOKENS,
    SignedOut: { message: "What was done, in English, for whoever writes the client" },
    SignedIn: { user: "Who has signed in", ...TOKENS },
  },
};
