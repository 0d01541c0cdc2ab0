/** What somebody reads first who writes a client of Koshelok (`info.description` of its OpenAPI document). */
export const GUIDE = `Koshelok is a wallet: categories, income and expense in so'm, and reports. It speaks as a Django REST Framework API does, so that
clients of one need not change: bare JSON, integer ids, paths with a slash at their end (without works, too).

## Signing up and in

| step | request | its tokens are good for |
|---|---|---|
| 1 | \`POST /users/signup/\` with an e-mail address or phone number; a code of 4 digits is sent | \`code_verify\`, \`new_verify\` |
| 2 | \`POST /users/code_verify/\` with the code, within 2 minutes and 5 attempts | \`change_info\` |
| 3 | \`PUT /users/change_info/\` with names, username and password | everything |
| later | \`POST /users/login/\` with address, phone number or username | everything |

\`\`\`sh
BASE={server}
ACCESS=$(curl -s $BASE/users/signup/ -H 'Content-Type: application/json' -d '{"email_phone_number":"ali@example.com"}' |
  node -p 'JSON.parse(require("fs").readFileSync(0)).access')
curl -s '{origin}/dev/mailbox?to=ali@example.com'
\`\`\`

\`access\` goes into \`Authorization: Bearer …\` and is good for an hour. \`POST /users/token/refresh/\` replies with two new tokens; the old
refresh token gets the same answer for 60 seconds, and ends the session after that. A refresh never widens what a token is good for.
\`POST /users/logout/\` needs the refresh token alone.

A forgotten password: \`POST /users/forgot/\` replies with a token that \`PUT /users/reset/\` takes with the code. The answer is the same
for an address that nobody has. Reset ends all sessions, \`PUT /users/update/\` all others.

## Errors

\`{"detail": "…"}\` when it concerns the request as a whole, else messages by field, all at once:

\`\`\`json
{"amount": ["Ensure this value is greater than 0."], "category": ["This field is required."]}
\`\`\`

| status | what to do |
|---:|---|
| 400 | Show the messages beside their fields |
| 401 | Refresh once; if that fails, log in |
| 403 | The sign-up is not finished: go on with its next step |
| 404 | There is no such row, or it is somebody else's |
| 409 | The row was changed meanwhile, or the idempotency key was used for another request |
| 429 | Wait as long as \`Retry-After\` says |

## Money and time

Amounts are JSON numbers of so'm, greater than 0, with up to 2 decimals; whether money comes or goes is the type of its category. Days
are \`YYYY-MM-DD\` in the user's zone (Asia/Tashkent unless \`change_info\` says otherwise). A week begins on Monday.

## Lists

Without \`page\` and \`limit\` a list is a bare array; with one of them it is a page: \`{"count", "next", "previous", "results"}\`.

## Photos

\`PATCH /users/image/\` takes a form with \`photo\`: JPEG, PNG or WebP of at most 5 MiB, told by its content. The reply has its address.

## Sending again

A \`POST\` with an \`Idempotency-Key\` has one effect, however often it is sent, for 30 days, where the operation lists the header.

## Limits

100 reads and 50 writes per minute and user, 10 requests without a token per minute and network; bodies have at most 1 MiB. All bounds
are under \`x-limits\` in this document.`;
