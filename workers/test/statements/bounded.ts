/** Statements that sort, or read from somewhere on without a limit, and what keeps that small. */
export const BOUNDED: Record<string, string> = {
  "accounts/device-store.ts ofUser": "a person's devices",
  "accounts/usage-store.ts creditsByDay": "what one person used",
  "accounts/usage-store.ts picturesByDay": "what one person keeps",
  "admin/people-store.ts figures": "sketches and blocks of one day",
  "admin/people-store.ts list": "a thousand addresses that begin alike",
  "ledger/balance-store.ts buckets": "a holder's buckets",
  "ledger/balance-store.ts statement": "what one person used",
  "ledger/store.ts turnBlock": "a holder's buckets, the windows of one block",
  "ledger/watch-store.ts ask": "the rows of one part, and what was said since the cut",
  "studios/sketch/retention/store.ts first": "what one person keeps",
  "outbox/outbox-store.ts trim": "the last part of a round, which is shorter than a part",
  "studios/sketch/picture-store.ts inWindowsAfter": "a sketch's pictures",
  // In the words of a view: its sheets come by their key, what is in one is a few dozen entries.
  "studios/sketch/picture-store.ts list": "a sketch's pictures, at most 10,000",
  "studios/sketch/store.ts chunkIds": "a sketch's log",
  "studios/sketch/store.ts chunkKeys": "a sketch's log",
  "studios/sketch/store.ts chunkReaching": "a sketch's log",
  "studios/sketch/store.ts chunkRows": "a sketch's log",
};
