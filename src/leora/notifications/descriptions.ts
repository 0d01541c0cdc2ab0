import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

/** What the fields of notifications mean, for the OpenAPI document. */
export const notificationDescriptions: Descriptions = {
  components: {
    NotificationKind:
      "With what `data` says: `budget_exceeded`: more was spent than the budget has (`limit`, `spent`, `currency`); `debt_overdue`: a debt was " +
      "not paid by its day (`direction`, `amount`, `currency`, `dueDate`); `recurring_failed`: rows of a recurrence were refused (`date`, `code`, " +
      "`message`, `count`); `subscription_payment_failed`: a renewal was not paid (`planId`, `amount`, `currency`); `subscription_ended`: a plan is " +
      "over (`planId`, `currentPeriodEnd`); `subscription_ending`: a trial or a canceled plan ends in three days (`planId`, `currentPeriodEnd`).",
  },
  fields: {
    Notification: {
      kind: "What has happened; the app has a text for it in the user's language",
      title: "The name of what it is about, such as a budget, for that text",
      entity: "The entity of the row that it is about, as sync calls it",
      entityId: "The id of the row that it is about",
      data: "What the text mentions: amounts as decimals, currencies, days, error codes",
      isRead: "Whether the user has read it",
      readAt: "When it was first marked as read; null while it is unread",
    },
  },
};
