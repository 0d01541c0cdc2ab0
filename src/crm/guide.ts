/** What somebody reads first who writes a client of CRM (`info.description` of its OpenAPI document). */
export const GUIDE = `CRM keeps customers, deals and what happened with them. Rows belong to the user who made them; administrators reach those of all.
Ids are integers.

## Signing in

The first user who registers becomes administrator and is signed in at once; a deployed installation asks that user for
\`bootstrapSecret\`. From then on administrators register the others (\`POST /auth/register\`), and these sign in:

\`\`\`sh
BASE={server}
TOKEN=$(curl -s $BASE/auth/login -H 'Content-Type: application/json' \\
  -d '{"email":"dilnoza@example.com","password":"SecurePass123!"}' | node -p 'JSON.parse(require("fs").readFileSync(0)).data.token')
curl -s "$BASE/customers" -H "Authorization: Bearer $TOKEN"
\`\`\`

The token is good for 24 hours, the refresh token for 7 days from its last use. \`POST /auth/refresh\` replies with two new tokens; the old
refresh token gets the same answer for 60 seconds, and ends the session after that. \`POST /auth/logout\` ends it at once.

## Replies and errors

\`{"success": true, "data": {…}}\` with the row by its name (\`data.customer\`), or \`{"success": true, "message": "…"}\`. Creating answers 201.
Errors are \`{"success": false, "error": {"code", "message", "details"}}\`; \`details\` has a message by field.

| code | status | what to do |
|---|---:|---|
| \`VALIDATION_ERROR\` | 400 | Show \`details\` beside their fields |
| \`UNAUTHORIZED\` | 401 | Refresh once; if that fails, sign in |
| \`FORBIDDEN\` | 403 | Only administrators may do this |
| \`NOT_FOUND\` | 404 | There is no such row, or it is somebody else's |
| \`CONFLICT\` | 409 | It exists already, has deals, or was changed meanwhile: \`data\` has the row as it is now |
| \`RATE_LIMITED\` | 429 | Wait as long as \`Retry-After\` says |
| \`INTERNAL_ERROR\` | 500 | Try again; tell us \`X-Request-ID\` |

## Two people, one row

Replies about a customer or deal have its version as \`ETag\`. Send it back as \`If-Match\` when you change or delete the row: if somebody was
faster, nothing is overwritten and the answer is 409 with the new row. Without \`If-Match\` the last writer wins. \`PUT\` changes what is
sent and leaves the rest.

## Lists

\`page\` from 1, \`limit\` from 1 to 100 (10), \`sortBy\`, \`sortOrder\`. \`pagination\` has the totals; a search that ends before all matches are counted
has null there, and \`hasMore\`. Search looks for the text as it is, in any script.

## Money and time

Deals have so'm with up to 2 decimals. Moments are ISO 8601 with Z. Months and days of the analytics are those of the user's
\`timezone\` (Asia/Tashkent unless changed); a deal counts at its \`completedAt\`.

## Sending again

A \`POST\` with an \`Idempotency-Key\` has one effect, however often it is sent: for 30 days the same key gets the stored reply, with
\`Idempotency-Replayed: true\`. The same key with another body is 409. Operations that take the key list the header:
\`POST /customers/import\` and \`/auth/…\` do not. A repeated import is a 409 whose report names its own rows as duplicates;
\`duplicates=skip\` makes it harmless.

## Spreadsheets

\`POST /customers/import\` takes CSV (any usual delimiter and charset) or XLSX as the body. Either all rows come in or none, with a report
of every wrong row; \`duplicates=skip\` leaves duplicates out. \`GET /customers/export\` sends CSV that a spreadsheet opens safely.

## Limits

100 reads and 50 writes per minute and user, 10 requests without a token per minute and network; bodies have at most 1 MiB. All bounds
are under \`x-limits\` in this document.`;
