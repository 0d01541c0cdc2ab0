import type { Query } from "./sql.ts";

// The statements that our Worker sends to D1 for the measured requests of CRM and Koshelok. Their parameters stand in the
// order of the columns, the user first where there is one.

type Row = Record<string, unknown>;

export const listCustomers = (userId: number): Query[] => [
  {
    sql: "SELECT * FROM customers WHERE userId = ? ORDER BY createdAt desc, id desc LIMIT ? OFFSET ?",
    params: [userId, 20, 0],
  },
  { sql: "SELECT count(*) AS total FROM customers WHERE userId = ?", params: [userId] },
];

/** A customer, and the activity that is written with each new one. */
export const createCustomer = (userId: number, row: Row, now: number): Query[] => [
  {
    sql: `INSERT INTO customers
        (userId, name, email, phone, company, status, value, search, version, createdAt, updatedAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9) RETURNING *`,
    params: [userId, row.name, row.email, row.phone, row.company, row.status, row.value, row.name, now],
  },
  {
    sql: `INSERT INTO activities (type, description, createdAt, userId, customerId)
      SELECT 'deal', ?, ?, userId, id FROM customers WHERE id = last_insert_rowid() AND changes() = 1`,
    params: [row.name, now],
  },
];

export const listTransactions = (userId: number): Query[] => [
  {
    sql: `SELECT t.id, t.category, c.name AS category_name, c.type, t.amount, t.comment, t.date, t.createdAt
      FROM transactions t CROSS JOIN categories c ON c.id = t.category
      WHERE t.userId = ? ORDER BY t.date DESC, t.id DESC LIMIT ? OFFSET ?`,
    params: [userId, 20, 0],
  },
  { sql: "SELECT count(*) AS total FROM transactions t WHERE t.userId = ?", params: [userId] },
];

export const createWalletTransaction = (userId: number, row: Row, now: number): Query[] => [
  {
    sql: "SELECT name AS category_name, type FROM categories WHERE userId = ? AND id = ?",
    params: [userId, row.category],
  },
  {
    sql: `INSERT INTO transactions (userId, category, amount, comment, date, createdAt, updatedAt)
      SELECT userId, id, ?1, ?2, ?3, ?4, ?4 FROM categories WHERE userId = ?5 AND id = ?6 RETURNING *`,
    params: [row.amount, row.comment, row.date, now, userId, row.category],
  },
];
