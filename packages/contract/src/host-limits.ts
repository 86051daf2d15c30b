/** Every bound on what a GPU host may say, and on how far it is believed, each with its reason. Hosts are strangers. */

/** GPUs of one machine, with room: the largest that are rented have sixteen. */
export const HOST_SLOTS_MAX = 64;
/** Live sketches of one host: thirty-two on each of sixteen GPUs, twice what an agent asks for by itself. */
export const HOST_SESSIONS_MAX = 512;
/** Placements rise by one; at one a second for the life of a sketch this is never reached. */
export const PLACEMENT_MAX = 2 ** 31 - 1;
/** A session's ticket as it is signed has about 330. */
export const CONTROL_TICKET_MAX_CHARS = 400;

/** Longest control message: a registration that holds all it may, tickets included, is 250 KB. A preview is 49 KB. */
export const CONTROL_MESSAGE_MAX_BYTES = 256 * 1024;
/** At once: a host that leaves says goodbye to every sketch it holds, and ends what it runs. */
export const CONTROL_BURST_MESSAGES = 4 * HOST_SESSIONS_MAX;
/** And then each second: sixteen jobs tell 128 steps and previews; one that takes no time says seven things, and 35 of them are 245. */
export const CONTROL_MESSAGES_PER_SECOND = 256;
/** Previews of sixteen jobs are 1 MB a second, of 12 KB each and four a second. */
export const CONTROL_BYTES_PER_SECOND = 2 * 1024 * 1024;
/** A reconnect with all its tickets, and previews that waited behind it. */
export const CONTROL_BURST_BYTES = 8 * 1024 * 1024;
/** Registering walks all placements: it counts as so many messages, so that sixty-five at once are too many. */
export const REGISTER_COSTS_MESSAGES = 32;
/** An honest host beats every 5 s, and when its health changes. */
export const BEAT_COSTS_MESSAGES = 8;
/** Tickets that prove nothing, of one connection, before no more are looked at: agents leave out what has expired. */
export const BAD_TICKETS_MAX = 32;
/** Connections of one host that have not said who they are yet; an agent has one, two while the old one is dying. */
export const GREETING_SOCKETS_MAX = 4;

/** A host that was never timed has its one sketch until nothing was drawn there for this long: the next drawer times it. */
export const NEWCOMER_IDLE_MS = 5000;
/** Pictures of a session after which what a frame takes on its host is told: at once, when it is warm, and when it is known well. */
export const TIMED_AFTER_PICTURES = [1, 4, 16] as const;
/** A frame of a host that nobody timed yet is thought to take this, where no other host is known: a middling GPU. */
export const NEWCOMER_FRAME_MS = 1000;

/** Misses that bring a host back to one sketch and one job: a network that broke once explains two. */
export const MISSES_BACK_TO_ONE = 3;
/** Misses after which it is not used for a while. */
export const MISSES_TO_REST = 6;
/** How long the first time; each next time twice as long, as for whatever else fails again and again. */
export const HOST_REST_MS = 60_000;
export const HOST_REST_MAX_MS = 3_600_000;
/** Half of what was missed is forgiven in this time: what was wrong an hour ago says little of now. */
export const MISSES_HALVE_MS = 600_000;
/** One sketch, or one person's jobs, count once in this time: a drawing that breaks every GPU does not empty the fleet. */
export const MISS_ONCE_MS = 600_000;

/** A host that hands a job back is offered the next one after this, twice as long each time in a row. */
export const RETURNED_WAIT_MS = 250;
export const RETURNED_WAIT_MAX_MS = 30_000;
