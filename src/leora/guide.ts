/** What somebody reads first who writes a client of Leora (`info.description` of its OpenAPI document). */
export const GUIDE = `Leora keeps tasks, habits, goals and money of one person on all of their devices. This page is what the operations below have in
common. Paths are under \`/v1\`; \`servers\` in this document says where that is.

\`\`\`sh
BASE={server}
TOKEN=$(curl -s $BASE/auth/register -H 'Content-Type: application/json' -H 'X-Device-ID: pixel-9' -H 'X-Platform: android' \\
  -d '{"email":"nigora@example.com","fullName":"Nigora Karimova","password":"Toshkent-2026","confirmPassword":"Toshkent-2026",
       "region":"uzbekistan","currency":"UZS"}' | node -p 'JSON.parse(require("fs").readFileSync(0)).data.accessToken')
curl -s $BASE/tasks -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"title":"Kitob o‘qish"}'
\`\`\`

## Signing in

| step | request |
|---|---|
| Register | \`POST /auth/register\` signs in at once and mails six digits |
| Verify the address | \`POST /auth/verify-email\` with the digits, within 10 minutes; \`POST /auth/resend-verification\` sends them again. A local server shows its mails at \`/dev/mailbox?to=…\`, not under \`/v1\` |
| Sign in | \`POST /auth/login\` with the address or the username |
| Refresh | \`POST /auth/refresh\` with the refresh token: replies with two new tokens |
| Sign out | \`POST /auth/logout\` ends this session, \`DELETE /sessions/all\` all others, both at once |
| Forgotten password | \`POST /auth/forgot-password\`, then \`POST /auth/reset-password\` with the mailed digits; it ends all sessions |

The **access token** goes into \`Authorization: Bearer …\` and is good for an hour (\`expiresIn\`). The **refresh token** is good once:
store the new one before you go on. When the reply got lost, send the same token again: for 60 seconds it gets the same successor.
Later reuse counts as theft and ends the session. A session ends 7 days after its last refresh, with \`rememberMe\` 30.

Send \`X-Device-ID\` (an id that the app makes once), \`X-Device-Name\`, \`X-Platform\` (\`iOS 18.1\`, \`Android 15\`) and \`X-App-Version\`
when you register and sign in: \`GET /devices\` shows them. Without \`X-Device-ID\` every sign-in is a device of its own.

| 401 | what it means | what to do |
|---|---|---|
| \`AUTH_TOKEN_EXPIRED\` | The access token is too old | Refresh once, send the request again. From \`/auth/refresh\` itself: the session is over, sign in |
| \`AUTH_TOKEN_INVALID\` | No token, not ours, or its session has ended | Forget both tokens and sign in. Keep what is not synced yet |
| \`AUTH_INVALID_CREDENTIALS\` | Unknown name or wrong password | Ask again |
| \`AUTH_2FA_REQUIRED\` | The password is right, and the user has two-factor sign-in | Ask for a code; \`POST /auth/2fa/verify\` with it and \`error.challengeToken\`, within \`error.expiresIn\` seconds |
| \`AUTH_2FA_INVALID\` | Wrong code | Ask again; after five wrong ones sign in anew |

## Replies

Creating answers 201, everything else that went well 200. All replies have one envelope; lists have \`meta\`, errors have \`error\`.

\`\`\`json
{"success": true, "data": [{"id": "0192f0c1-…", "title": "Kitob o‘qish"}],
 "meta": {"page": 1, "limit": 20, "total": 1, "totalPages": 1, "hasMore": false}, "error": null}
\`\`\`
\`\`\`json
{"success": false, "data": null, "error": {"code": "VALIDATION_ERROR", "message": "Invalid input data",
 "details": [{"field": "initialBalance", "message": "UZS has at most 2 decimals"}]}}
\`\`\`

Values are strict: \`"60"\` is no number. Fields that nobody knows, or that only the server writes, are ignored. In a \`PATCH\`, absent
means unchanged and \`null\` clears. Ignore fields of replies that you do not know.

## Errors

Decide by \`error.code\`; \`message\` is for you, not for users. Every operation lists its codes under \`x-error-codes\`.

| code | status | what to do |
|---|---:|---|
| \`VALIDATION_ERROR\` | 400 | Show \`details\` beside their fields. As it is, the request will never pass |
| \`AUTH_…\` | 401 | See above |
| \`AUTH_UNAUTHORIZED\` | 403 | The user's role does not allow it |
| \`PLAN_LIMIT_REACHED\` | 403 | The plan has no room for more: offer a plan. \`details\` name the feature, its limit and what is used |
| \`RESOURCE_NOT_FOUND\` | 404 | The row is deleted, or another user's. With \`details\`: a field of the body names such a row |
| \`RESOURCE_ALREADY_EXISTS\` | 409 | The id, address or username is taken |
| \`INVALID_STATE\` | 409 | The row does not allow it now, such as a task with open prerequisites: load it again |
| \`LIMIT_REACHED\` | 409 | The user has as many as one may have; nothing was written |
| \`SYNC_CONFLICT\` | 409 | Others kept writing the same rows: send it again. From \`/sync/resolve-conflict\`: show the fresh copies in \`data\` |
| \`IDEMPOTENCY_CONFLICT\` | 409 | The key was used for another request: a mistake of the client |
| \`CURSOR_EXPIRED\` | 410 | Pull without a cursor; what is not pushed yet stays |
| \`PAYLOAD_TOO_LARGE\` | 413 | Over 1 MiB, also after inflating: send it in parts |
| \`UNSUPPORTED_MEDIA_TYPE\` | 415 | A compression other than gzip |
| \`FX_RATE_UNAVAILABLE\` | 422 | No exchange rate for that day: \`POST /fx-rates\` sets one |
| \`AI_QUOTA_EXCEEDED\` | 429 | The day's requests to AI are used up: there are new ones at \`resetsAt\` in \`details\` |
| \`RATE_LIMIT_EXCEEDED\` | 429 | Wait as many seconds as \`Retry-After\` says |
| \`INTERNAL_ERROR\` | 500 | Our mistake: send it again later with the same key, and tell us the \`X-Request-ID\` |
| \`SERVICE_UNAVAILABLE\` | 503 | Wait as \`Retry-After\` says, then send it again as it is |

## Ids and links

Ids are UUIDs. A client may choose the \`id\` of what it creates, and should when it works offline; otherwise the server does. An id
that the user has already is a 409. A link to a deleted row or another user's is 404 with the field in \`details\`, to an archived one
\`INVALID_STATE\`.

## Money

Amounts are decimal numbers in the currency beside them (ISO 4217); the server keeps integers of its smallest unit. So more decimals
than the currency has are a \`VALIDATION_ERROR\` (UZS and USD have 2, JPY 0, KWD 3), and nothing is rounded on the way in. What is
converted is rounded half to even, once. Calculate in whole units in the app, too; an amount has at most 2^53 − 1 of them.

## Time

Moments are ISO 8601: replies have UTC with \`Z\`, requests may have any offset. Days are \`2026-12-25\`, times of day \`09:00\`; both are
meant in the user's time zone (\`timezone\` of the profile, by default that of the region). It decides what today is, when a task is
overdue, where budgets, streaks and reports begin and end.

## Lists and search

\`page\` from 1, \`limit\` 1 to 100 (20), \`sortBy\` (\`createdAt\` and what the operation names), \`sortOrder\` (\`desc\`). Go on while
\`meta.hasMore\`. \`search\` finds text anywhere in words, whatever the case, accents or apostrophe: \`o'qish\` finds \`O‘qish\`. In a list
of 10,000 rows or more a search does not count: \`total\` and \`totalPages\` are null until its last page. Unknown parameters are
ignored, bad values are a 400.

## Sending a request twice

Give every \`POST\` an \`Idempotency-Key\` (or the field \`idempotencyKey\`; the header wins) of up to 255 characters, made once with the
user's action. For 30 days the same request with the same key gets the stored reply again (the header \`Idempotency-Replayed\` tells)
and has no second effect; nor has a twin at the same time. Another path or body under the key is \`IDEMPOTENCY_CONFLICT\`. Only
successes are stored: after an error the key is free. \`/auth/…\` takes no keys, and a push has one per change. \`PATCH\` and \`DELETE\`
may be repeated anyway; a second \`DELETE\` is 404.

## Archiving and deleting

\`showStatus\` is \`active\`, \`archived\` or \`deleted\`. A \`PATCH\` with \`archived\` takes a row out of the lists, one with \`active\` brings
it back, \`?showStatus=archived\` lists such rows. What an archived transaction moved is taken back from its account. \`DELETE\` answers
\`{"id": …, "showStatus": "deleted"}\`, undoes what the row had caused, and from then on the row is 404; other devices hear of it by
sync for 180 days.

## Sync

Write to the app's own database first and keep an outbox of changes. Then push, and pull what others did. \`docs/sync.md\` in the
repository has all rules, and a complete client of 200 lines to copy from (\`test/engine/sync/simulator/device.ts\`).

**Push** up to 500 changes, oldest first, one request at a time. \`idempotencyKey\` is made once per change. \`baseRev\` is the \`rev\` of
the row that its author saw: that of the row's change before it in the outbox, else of your copy, else 0 for a row made here.

\`\`\`sh
curl -s $BASE/sync/push -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"changes":[
  {"entity":"tasks","id":"0192f0c1-2b3c-7d4e-8f5a-507573686564","operation":"create","data":{"title":"Kitob o‘qish"},
   "localUpdatedAt":"2026-11-29T10:00:00Z","idempotencyKey":"pixel-9:1","baseRev":0}]}'
\`\`\`
\`\`\`json
{"results": [{"entity": "tasks", "id": "0192f0c1-2b3c-7d4e-8f5a-507573686564", "idempotencyKey": "pixel-9:1", "status": "applied",
   "rev": 2, "data": {"title": "Kitob o‘qish", "status": "inbox", "…": "the whole row"}}],
 "changes": [{"…": "what the server has after your cursor, this row included, as in a pull"}],
 "cursor": "MS4yLjE3OTU5OTYwNjYxMTMuMA", "hasMore": false, "serverTime": "2026-11-29T10:00:02.113Z"}
\`\`\`

Every change gets one final answer and leaves the outbox. Without a reply, send the same changes with the same keys again.

| status | what to do |
|---|---|
| \`applied\`, \`merged\` | Take over \`data\`, the row as it is now |
| \`duplicate\` | It had arrived before: \`original\` says how that ended |
| \`conflict\` | Take over \`data\`; your change waits on the server under \`conflictId\` |
| \`rejected\` | \`error\` says why: show it, then drop or correct the change. The others are not affected |

Store the rows of a reply first, then the answers, then the cursor: whatever fails in between comes again.

**Pull** with \`GET /sync/pull?cursor=…\`, also after a push, until \`hasMore\` is false. Without a cursor you get everything, to
replace what you have. Deleted rows have \`"operation": "delete"\`. A cursor is opaque, and belongs to the \`entities\` that it was
asked with.

\`\`\`json
{"changes": [{"entity": "tasks", "id": "0192f0c1-2b3c-7d4e-8f5a-507573686564", "operation": "update", "rev": 4,
   "data": {"title": "Roman o‘qish", "…": "the whole row"}, "serverUpdatedAt": "2026-11-29T10:31:00.000Z"}],
 "cursor": "MS40LjE3OTU5OTYwOTMxODkuMA", "hasMore": false, "serverTime": "2026-11-29T10:31:05.189Z"}
\`\`\`

**Conflicts** arise when two devices set the same field to different values, or one deletes what the other changes; everything else
merges. The server's row stands and both copies are kept until a person decides, on any device. \`GET /sync/conflicts\` lists:

\`\`\`json
[{"conflictId": "01a229b5-8dd5-742b-8d6d-15ab2367a51e", "entity": "tasks", "id": "0192f0c1-2b3c-7d4e-8f5a-507573686564",
  "operation": "update", "local": {"title": "Darslik o‘qish"},
  "server": {"title": "Roman o‘qish", "…": "the whole row"}, "base": {"title": "Kitob o‘qish", "…": "the whole row"}}]
\`\`\`
\`\`\`sh
curl -s $BASE/sync/resolve-conflict -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"entity":"tasks","id":"0192f0c1-2b3c-7d4e-8f5a-507573686564","resolution":"use_local","expectedRev":4}'
\`\`\`

\`use_server\` drops the waiting change, \`use_local\` applies it, \`merge\` takes what only one side changed and the later value of the
rest; with \`data\` exactly that is set. \`expectedRev\` is the version that the person saw: if it is not the newest, the reply is 409
with fresh copies.

**Fewer bytes.** \`Prefer: return=minimal\` with a push replies with what the device cannot know: the row is the \`data\` that was sent,
then \`common[entity]\`, then \`set\` over it. \`?nulls=omit\` leaves empty fields out of a pull. Bodies may be compressed
(\`Content-Encoding: gzip\`). Compressed and minimal, a push of 500 new transactions takes 17 kB up and 16 kB down.

## Sockets

Get a ticket (\`POST /realtime/ticket\`, good once, for 30 seconds) and open \`wss://…/ws?ticket=…\` (not under \`/v1\`). Every write of
the user, from whatever device, arrives as it commits. Frames are JSON, \`{"event": …, "data": …}\`.

| from the server | \`data\` |
|---|---|
| \`hello\` | \`{cursor}\`: pull up to here, or subscribe with your own cursor |
| \`entity:updated\` | \`{entity, id, operation, data, rev}\`: store the row. All rows of a write have one \`rev\`; without a filter a missing number means: pull |
| \`reminder\` | \`{type, id, title, dueIn}\`: a task, habit or debt, due in so many minutes; of the type \`digest\`, with \`count\`, the day's habits together |
| \`insight:new\` | \`{id, title, level, kind, priority}\`: the server has found something; the whole row comes as \`entity:updated\` |
| \`job:updated\` | \`{kind, id, status}\`: a job has ended, such as the making of insights |
| \`settings:updated\` | \`{settings}\`: all of them, as \`GET /settings\` has them |
| \`subscription:updated\` | \`{tier, status, currentPeriodEnd, cancelAtPeriodEnd}\`: ask \`GET /subscriptions/me\` for the limits |
| \`categories:updated\` | \`{}\`: the user's own categories have changed; ask \`GET /categories\` |
| \`subscribed\` | \`{entities, cursor}\`: what you are sent from now on (null: all); you have everything up to the cursor, if you gave one |
| \`error\` | \`{code, message}\` about your frame |

| from the client | meaning |
|---|---|
| \`{"event":"subscribe","data":{"entities":["tasks"],"cursor":"…"}}\` | Only these entities (absent: all), and first what changed since the cursor |
| \`{"event":"presence:active"}\` | Somebody is looking. Of more than 20 sockets the least recently active one is closed |
| \`ping\` (text, no JSON) | Answered by \`pong\`; costs nothing |

| closed with | what to do |
|---|---|
| 4401 | The session has ended: sign in |
| 4429 | The user has opened a 21st socket: connect again when this app is used again, not by itself |
| 1008 | Over 100 frames in 10 seconds, or 10 malformed ones in a row: a mistake of the client |
| 1009 | A frame over 64 KiB |
| any other | Connect again with a new ticket, waiting longer each time, and subscribe with your cursor |

## Plans

Without a subscription a user is on \`free\`, which has room for a few accounts, budgets, goals and habits. \`GET /subscriptions/me\` says of
each feature its \`limit\`, what is \`used\` and what \`remaining\`; -1 is without limit. What goes beyond is \`PLAN_LIMIT_REACHED\`, and in a push
\`rejected\`. Reading, changing and deleting is never limited, and when a plan ends nothing is hidden or lost. \`GET /subscriptions/plans\` has the
plans; \`POST /subscriptions/checkout\` begins to buy one. Only the news of the payment gives access: the socket event
\`subscription:updated\`. On a local server without keys of Stripe, \`checkoutUrl\` is a page that plays the payment.

## Insights and AI

Every morning rules look through the user's rows; what they find are insights: \`GET /insights\`, and the socket event \`insight:new\`. They are
pulled by sync as well, but only the server makes them: a client sets their \`status\`. \`POST /insights/generate\` makes them now: it replies with
a \`jobId\`, and the socket event \`job:updated\` tells when the run is done. \`POST /insights/ask\` answers a question, \`POST /ai/voice\` makes of a
spoken sentence the draft of a transaction or task.

These requests cost a unit of the day's quota: \`GET /ai/quota\` says what is left until the user's next midnight. Refused input, a repeated
\`Idempotency-Key\` and our own failures cost nothing.

## Settings

\`GET /settings\` has everything from the first request on. A \`PATCH\` merges deeply: send only what changes; \`null\` brings a default back.
Settings are not part of sync; a change sends the socket event \`settings:updated\` \`{settings}\`. An app that was offline repeats its patches.

## Limits

Requests per minute are counted per user, those without a token per IP address: signing in and the like 10, reads 100, writes 50,
sync 20, and 10 of those that cost a unit of an AI quota. Replies have \`X-RateLimit-Limit\`, \`-Remaining\` and \`-Reset\` (seconds since 1970); a 429 has \`Retry-After\`. Wrong passwords
and codes are counted too, and after some each further one has to wait longer. All other bounds (rows, items, bytes) stand in this
document under \`x-limits\`, with their reasons.

## Headers

| header | |
|---|---|
| \`X-Request-ID\` | In every reply. Send your own (up to 128 of \`A-Z a-z 0-9 . _ -\`) to find a request in logs |
| \`Accept-Language\` | The language of catalogues: categories, plans, features, mentors, questions |
| \`Prefer: return=minimal\` | A shorter reply to a push; \`Preference-Applied\` confirms it |
| \`Content-Encoding: gzip\` | The body is compressed |
| \`Server-Timing\` | On a local server: how many calls to the database and to the user's object a request made |
`;
