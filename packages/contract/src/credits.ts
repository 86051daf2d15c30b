/** Credits: what live drawing costs in time, and what a person sees of them. */

/** Live drawing is sold by windows of this length: short enough that stopping saves, long enough to hold a pause and its picture. */
export const LIVE_WINDOW_MS = 10_000;
/** Most windows held at once: a minute is at risk when a session dies, not an hour. */
export const LIVE_BLOCK_WINDOWS_MAX = 6;
/** A block holds at most this part (one in four) of what is there, so that a second sketch or a picture can still begin. */
export const LIVE_BLOCK_SHARE = 4;
/** Windows drawn while the ledger does not answer: one block's worth, then drawing pauses and says so. */
export const LIVE_GRACE_WINDOWS = 6;
/** What a person sees of the meter is told no oftener: twice a second looks like at once. */
export const METER_EVERY_MS = 500;
/** The ledger is asked no oftener whether there are credits again, whoever says so. */
export const TOP_UP_EVERY_MS = 2000;
/** A paused session keeps its GPU this long: a purchase or a raised limit within it goes on at once. */
export const PAUSED_RELEASE_MS = 15_000;
/** Highest limit a person can set for one sketch. */
export const STOP_AT_MAX_CREDITS = 1_000_000;
/** Nothing stored and nothing drawn for this long: the block ends and what it did not use is free again. */
export const LIVE_IDLE_MS = 10_000;
/** A block's hold lives this long; it is turned before half of it, so that one lost turn can be made up. */
export const LIVE_HOLD_MS = 240_000;
