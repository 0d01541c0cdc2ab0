import type { Descriptions } from "../kernel/openapi/descriptions.ts";

const TOKENS = {
  access: "The access token, for `Authorization: Bearer …`; it is good for an hour",
  refresh: "Gets new tokens, once; it is good for 7 days from its last use",
};
const PASSWORD = { password: "At least 8 bytes" };
const RANGE = {
  start_date: "The first day; with `end_date`, or neither",
  end_date: "The last day, included; with `start_date`, or neither",
};
const PAGES = {
  page: "Which page, from 1; then the reply is a page and no array",
  limit: "How many rows a page has; then the reply is a page and no array",
};

const PAGE = {
  count: "How many rows the whole list has",
  next: "The address of the next page; null on the last one",
  previous: "The address of the page before; null on the first one",
};

/** What the fields of Koshelok mean, for the OpenAPI document. */
export const koshelokDescriptions: Descriptions = {
  components: {
    AuthType: "`via_email`: the code came by mail; `via_phone`: by SMS.",
    AuthStatus: "`new`: signed up; `code_verified`: the address is proved; `done`: password and names are set.",
    CategoryType: "`income`: money that comes in; `expense`: money that goes out.",
    Failure: "`detail` when it concerns the request as a whole, else messages by field.",
    Detail: "What is wrong with the request as a whole.",
    FieldErrors: "What is wrong with each field; `non_field_errors` is about several of them.",
    TokenProblem: "Why a token was refused.",
  },
  fields: {
    Detail: {
      detail: "What went wrong, in words",
      code: "`token_not_valid` when the token was refused",
      messages: "Which token was refused",
    },
    TokenProblem: {
      token_class: "The class of the token, as Simple JWT calls it",
      token_type: "`access` or `refresh`",
      message: "What is wrong with it",
    },
    Message: { message: "What was done, in words" },
    SignUp: { email_phone_number: "An e-mail address, or a phone number: one without `+` is read as an Uzbek one" },
    SignedUp: {
      ...TOKENS,
      id: "The user's number",
      auth_type: "How the code was sent",
      auth_status: "Always `new`: these tokens serve `code_verify` and `new_verify` alone",
    },
    CodeVerif: {
      ...TOKENS,
      code: "The code of 4 digits",
      auth_status: "Always `code_verified`: these tokens serve `change_info`",
    },
    InfoChanges: {
      ...PASSWORD,
      first_name: "The user's first name",
      last_name: "The user's last name; it may be empty",
      username: "Letters, digits, `_`, `.` and `-`, with at least one letter; nobody else has it",
      password_confirm: "The password again",
      timezone: "The IANA time zone that decides days; `Asia/Tashkent` unless stated",
    },
    ChangedInfo: {
      auth_status: "`done` once password and names are set",
      first_name: "The user's first name",
      last_name: "The user's last name",
      username: "The user's name for signing in",
      timezone: "The IANA time zone that decides days",
      access: "With the first password: an access token for everything",
      refresh: "With the first password: its refresh token",
    },
    Login: { user_input: "E-mail address, phone number or username", password: "The user's password" },
    LoggedIn: { ...TOKENS, auth_status: "How far the sign-up has come" },
    Refresh: { refresh: "The refresh token of the last reply" },
    Tokens: TOKENS,
    ForgottenPassword: { phone_email: "The address or phone number that the user signed up with" },
    ResetToken: {
      message: "That a code was sent, if there is such a user",
      access: "A token that serves `reset` alone",
    },
    PasswordReset: { ...PASSWORD, code: "The code of 4 digits", confirm_password: "The password again" },
    PasswordUpdate: {
      old_pass: "The password until now",
      new_pass: "The new password: at least 8 bytes",
      confirm_new_pass: "The new password again",
    },
    PhotoUpload: { photo: "A JPEG, PNG or WebP image of at most 5 MiB" },
    Photo: { photo: "Where the photo is" },
    Category: {
      id: "The number of the category",
      name: "What the category is called; no other of the same type is called so",
      type: "Whether its transactions bring or take money",
      total_amount: "The sum of its transactions, in so'm",
    },
    CategoryTotal: {
      category_name: "What the category is called",
      type: "Whether its transactions bring or take money",
      total: "The sum of its transactions, in so'm; 0 when it has none",
    },
    CategoryPage: {
      ...PAGE,
      results: "The categories of this page",
    },
    Transaction: {
      id: "The number of the transaction",
      category: "The number of its category",
      category_name: "What its category is called",
      type: "Whether it brings or takes money, as its category says",
      amount: "The amount in so'm, greater than 0, with up to 2 decimals",
      comment: "What it was for; it may be empty",
      date: "The day of the transaction; today unless stated",
      created_at: "When the transaction was created",
    },
    TransactionPage: {
      ...PAGE,
      results: "The transactions of this page",
    },
    Dashboard: { balance: "All income less all expense, in so'm", categories: "The total of every category" },
    Summary: {
      start_date: "The first day",
      end_date: "The last day, included",
      income: "What came in, in so'm",
      expense: "What went out, in so'm",
      balance: "Income less expense, in so'm",
    },
  },
  parameters: {
    "GET /finance/categories/": { ...PAGES, type: "Only categories of this type" },
    "DELETE /finance/categories/{id}/": { cascade: "`true` deletes its transactions, too" },
    "GET /finance/transactions/": {
      ...PAGES,
      category: "Only transactions of the category with this number",
      type: "Only transactions that bring, or take, money",
      date: "Only transactions of this day",
      start_date: "Only transactions of this day or later",
      end_date: "Only transactions of this day or earlier",
    },
    "GET /finance/summary/{period}/": {
      ...RANGE,
      period: "Which period, with today in it: a day, a week from Monday, or a month",
    },
    "GET /media/photos/{name}": { name: "The name of the file, from the address of the photo" },
  },
};
