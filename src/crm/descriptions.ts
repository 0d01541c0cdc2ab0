import type { Descriptions } from "../kernel/openapi/descriptions.ts";

const TOKENS = {
  token: "The access token, for `Authorization: Bearer …`; it is good for 24 hours",
  refreshToken: "Gets new tokens, once; it is good for 7 days from its last use",
};

/** What the fields of CRM mean, for the OpenAPI document. */
export const crmDescriptions: Descriptions = {
  components: {
    Role: "`admin`: reaches the rows of all users and may register others; `user`: reaches their own rows.",
    CustomerStatus: "`active`: buys; `potential`: may buy; `waiting`: waits for an answer.",
    OnDuplicates: "`refuse`: a duplicate imports nothing; `skip`: the other rows are imported.",
    DealStatus: "`new`: not begun; `in_progress`: being negotiated; `completed`: won; `cancelled`: lost.",
    ActivityType: "`call`, `email`, `meeting`: what somebody did; `deal`: what CRM wrote about a customer or deal.",
    Period: "`daily`, `weekly` (ISO 8601, from Monday), `monthly` or `yearly`.",
  },
  fields: {
    "*": { id: "The number of the row", pagination: "Which page this is, of how many" },
    Success: { success: "Always `true`" },
    Failure: {
      success: "Always `false`",
      error: "What went wrong",
      data: "The row as it is now after a lost race, or an import's report",
    },
    Error: {
      code: "The error's name, for programs",
      message: "The error in words, for people",
      details: "What is wrong with each field, by the field's name",
    },
    Registration: {
      email: "The address to sign in with",
      password: "8 to 72 bytes with at least one letter and one digit",
      name: "The user's name",
      role: "What the user may do; the first user is an administrator, whatever this says",
      timezone: "The IANA time zone that decides days and months in analytics",
      bootstrapSecret: "`CRM_BOOTSTRAP_SECRET` of the installation: for the first user, where it is set",
    },
    Registered: {
      user: "The new user",
      token: "Of the first user, who is signed in at once: the access token",
      refreshToken: "Of the first user: the refresh token",
    },
    Login: { email: "The user's e-mail address", password: "The user's password" },
    Refresh: { refreshToken: "The refresh token of the last reply" },
    ProfileChanges: {
      name: "The user's name",
      timezone: "The IANA time zone that decides days and months in analytics",
    },
    SignedIn: { ...TOKENS, user: "Who is signed in" },
    Tokens: TOKENS,
    User: {
      email: "The address to sign in with",
      name: "The user's name",
      role: "What the user may do",
      timezone: "The IANA time zone that decides days and months in analytics",
    },
    OneUser: { user: "The signed-in user" },
    OneCustomer: { customer: "The customer" },
    CustomerList: { customers: "The customers of this page" },
    OneDeal: { deal: "The deal" },
    DealList: { deals: "The deals of this page" },
    OneActivity: { activity: "The activity" },
    ActivityList: { activities: "The activities of this page" },
    Pagination: {
      currentPage: "Which page this is, from 1",
      totalPages: "How many pages there are; null when nobody counted",
      totalItems:
        "How many rows there are; null when a search ends before all matches are counted, and then `hasMore` is there",
      itemsPerPage: "How many rows a page has",
      hasMore: "Whether another page follows, where the totals do not tell",
    },
    Customer: {
      name: "The person's name",
      email: "The customer's address, which no two customers of a user share",
      phone: "The customer's phone number, as it was entered",
      company: "Where the customer works",
      status: "Where the customer stands; `potential` unless stated",
      value: "What the customer is worth, in words of the user's own",
    },
    Import: {
      imported: "How many customers were created",
      duplicates: "Rows whose e-mail address is in the file or among the customers already",
      invalid: "Rows with a wrong value",
      row: "The line of the file that the row begins on; the header is line 1",
      email: "The address that occurs twice",
      field: "The column with the wrong value",
      message: "What is wrong, in words",
    },
    Deal: {
      title: "What is being sold",
      description: "Anything else about the deal",
      value: "What the deal is worth, in so'm with up to 2 decimals",
      status: "How far the deal is; `new` unless stated",
      customerId: "The customer of the deal",
      customer: "The customer of the deal, in short",
      completedAt: "When the deal was won; null while it is not",
    },
    DealCustomer: { name: "The customer's name", company: "Where the customer works" },
    Activity: {
      type: "What kind of activity it was",
      description: "What happened",
      customerId: "The customer that the activity is about",
      customer: "The customer that the activity is about, in short",
    },
    ActivityCustomer: { name: "The customer's name" },
    Dashboard: {
      totalCustomers: "How many customers there are",
      monthlySales: "The value of deals won in this month",
      activeDeals: "How many deals are `new` or `in_progress`",
      conversionRate: "Percent of the closed deals that were won; 0 when none is closed",
      customersByStatus: "How many customers there are of each status",
      salesTrend: "The sales of the last 12 months, oldest first",
    },
    CustomersByStatus: {
      active: "How many are `active`",
      potential: "How many are `potential`",
      waiting: "How many are `waiting`",
    },
    MonthSales: { month: "The month, `YYYY-MM`", sales: "The value of deals won in it" },
    Sales: {
      totalSales: "The value of all deals won in the range",
      salesByPeriod: "Every period of the range, oldest first",
      topCustomers: "The ten customers with the most value won, greatest first",
    },
    PeriodSales: {
      period: "`YYYY-MM-DD`, `YYYY-Www`, `YYYY-MM` or `YYYY`",
      sales: "The value of deals won in it",
      deals: "How many deals were won in it",
    },
    TopCustomer: {
      customerId: "The customer",
      customerName: "The customer's name",
      totalValue: "The value of the customer's deals won in the range",
    },
  },
  parameters: {
    "GET /customers": {
      search: "Only customers with this text in name, e-mail, phone or company; case and accents make no difference",
      status: "Only customers of this status",
    },
    "GET /customers/export": {
      search: "Only customers with this text in name, e-mail, phone or company",
      status: "Only customers of this status",
    },
    "DELETE /customers/{id}": { cascade: "`true` deletes the customer's deals, too" },
    "POST /customers/import": { duplicates: "What a duplicate does" },
    "GET /deals": { status: "Only deals of this status", customerId: "Only deals of this customer" },
    "GET /activities": { type: "Only activities of this kind", customerId: "Only activities of this customer" },
    "GET /customers/{id}/activities": { type: "Only activities of this kind" },
    "GET /analytics/sales": {
      startDate: "The first day; by default that of the 12 months up to `endDate`",
      endDate: "The last day, included; by default today",
      period: "How the range is divided",
    },
  },
};
