/** Every constant of the live protocol, in one place, each with its reason. `docs/live-protocol.md` quotes them by name. */

/** Pen up this long is a pause. Shorter timers fire between the strokes of one hop (median hop 443-680 ms). */
export const PAUSE_PEN_UP_MS = 300;
/** Pen down but still this long is a pause too: only 2.6 % of strokes contain such stillness by accident at 500 ms. */
export const PAUSE_PEN_STILL_MS = 700;

/**
 * Strokes are stored no oftener, while nobody else looks on: those of a few quick pauses become one piece. Well below the
 * 5 s after which they are sent again.
 */
export const CHUNKS_EVERY_MS = 2000;
/** A pause's draft waits this long for its sharper picture before it is stored; on a GPU of 350 ms that comes in 450, on one of a second in 1,200. */
export const SHARPER_WITHIN_MS = 2000;

/** What a session holds is written down a minute after it came, if the turn of a block did not take it along before. */
export const WRITE_DOWN_WITHIN_MS = 60_000;
/** Or when nothing more has come for this long, as a block that nobody draws in ends: the session may sleep then. */
export const WRITE_DOWN_REST_MS = 10_500;
/** Words, strength, seed and limit: the last ones of this long are written. Who types says twenty of them meanwhile. */
export const WORDS_EVERY_MS = 3000;
/** So often at once, by a device that takes the pen and reads before it draws. */
export const WRITE_DOWN_ASKED_AT_ONCE = 6;
/** Readers make a session write down what it holds no oftener for long: all that asked meanwhile are answered by one batch. */
export const WRITE_DOWN_ASKED_EVERY_MS = 1000;
/** A session that died is found by its alarm within so long; until then whoever reads asks it first. */
export const HOLDS_FOR_MS = 360_000;

/** Strokes that wait to be stored, of one session: eight of the largest chunks. What comes beyond is refused, and sent again. */
export const STROKES_WAITING_MAX_BYTES = 2 * 1024 * 1024;
/** Chunks of one piece: their ids travel with the object, whose own notes hold 2 KB. */
export const PIECE_CHUNKS_MAX = 64;

/** Objects put for a sketch: pieces of strokes, and pictures. A hand that hurries makes one of each in two seconds, and four variations. */
export const OBJECTS_PER_SECOND = 2;
/** At once: a hand that comes back from a tunnel, or a page that replays. */
export const OBJECTS_AT_ONCE = 60;
/** Together over all sketches that one person draws on. */
export const PERSON_OBJECTS_PER_SECOND = 8;
/** A pen changes hands no oftener than this, and so many times at once: each is two rows. Two devices in two hands need less. */
export const PEN_CHANGE_EVERY_MS = 2000;
export const PEN_CHANGES_AT_ONCE = 10;
/** Sketches that one person draws on at once: a class that shares an account, not a crowd that shares a GPU. */
export const SKETCHES_DRAWN_ON_MAX = 20;

/** Sockets of one sketch: devices and tabs of one person. */
export const SOCKETS_PER_SKETCH = 16;
/** A socket says hello within this: the slowest phone does within two. */
export const HELLO_WITHIN_MS = 10_000;

/** The hand has rested this long: time for variations. Sooner they would be dropped between two strokes more often than seen. */
export const REST_MS = 2000;

/** Long side of the canvas sent while the pen moves. */
export const DRAFT_SIZE_PX = 512;
/** Long side of the canvas sent at a pause. */
export const FULL_SIZE_PX = 768;
/** JPEG quality of canvases going up: below it ink rings, above it bytes double. */
export const FRAME_JPEG_QUALITY = 0.85;

/** Largest message a session takes from a browser. A 1024 px JPEG at quality 85 is about 0.3 MB. */
export const CLIENT_MESSAGE_MAX_BYTES = 1024 * 1024;
/** Largest message a session takes from an agent: a 1024 px PNG from stock ComfyUI is about 2 MB. */
export const AGENT_MESSAGE_MAX_BYTES = 4 * 1024 * 1024;
/** Longest prompt, in UTF-16 units. */
export const PROMPT_MAX_CHARS = 2000;
/** Messages a browser may send in a second before the socket is closed; on the fastest painter an honest one sends 100. */
export const CLIENT_MESSAGES_PER_SECOND = 200;

/** Refusals that a socket hears at once, and then one each `REFUSAL_EVERY_MS`: what is refused beyond is not answered. */
export const REFUSALS_AT_ONCE = 60;
export const REFUSAL_EVERY_MS = 50;

/** A level message (`changed`, `turn`) whose effect did not show is said again after this. */
export const REPEAT_MS = 1000;
/** A frame, or an answer to `ready`, is overdue after max(this, 3 × the measured p95): then the session is placed elsewhere. */
export const OVERDUE_FLOOR_MS = 1500;
export const OVERDUE_FACTOR = 3;
/** Never wait longer than this for a frame, whatever was measured. */
export const OVERDUE_CEILING_MS = 60_000;
/** How long the device that holds the pen may take to hand over its unsaved strokes when another asks for the pen. */
export const YIELD_MS = 700;
/** After an agent's socket is lost it may come back by itself for this long (its own jitter is 0-2 s) before another is asked for. */
export const AGENT_REDIAL_MS = 2500;
/** A session without an agent asks the dispatcher again this often. */
export const PLACE_RETRY_MS = 2000;
/** A session whose drawer did nothing for this long gives its place on the GPU back. */
export const IDLE_RELEASE_MS = 120_000;

/** Frames of one sketch that no host could decode, before its drawing rests: one may be an accident of an encoder. */
export const UNREADABLE_FRAMES_MAX = 3;
/** Older ones are forgotten. */
export const UNREADABLE_WITHIN_MS = 60_000;
/** So long no frame of that sketch is taken: each costs a turn of somebody else's GPU. */
export const UNREADABLE_REST_MS = 30_000;

/** Turns are announced at least this long ahead, however fast a session has been. */
export const TURN_LEAD_MIN_MS = 30;
/** Lead assumed for a session that was never measured: a mobile round trip and a JPEG. */
export const TURN_LEAD_FIRST_MS = 90;
/** Longest lead: beyond it a slow phone would be drawing into the past. */
export const TURN_LEAD_MAX_MS = 1500;

/** Sockets are pinged this often; the platform answers without waking the session. */
export const PING_EVERY_MS = 5000;
/** While something is owed, silence is tested sooner. */
export const PING_OWED_EVERY_MS = 2000;
/** A ping unanswered for this long means the socket is dead, whatever its state says. */
export const PONG_WITHIN_MS = 2500;
/** Reconnects are spread over this, so that a deploy does not bring everyone back in one instant. */
export const RECONNECT_JITTER_MS = 2000;
/** After a restart the dispatcher lets no placement expire for this long: agents first say what they hold. */
export const DISPATCHER_GRACE_MS = 15_000;
/** Agents report to the dispatcher this often. */
export const HEARTBEAT_MS = 5000;
/** An agent silent for this long is gone, even if its socket looks open. */
export const HEARTBEAT_LOST_MS = 15_000;

/** A ticket opens one socket once, within this time. */
export const CLIENT_TICKET_MS = 60_000;
/** An agent's ticket for one session and placement: it may re-dial with it until then, and asks for a new one after. */
export const AGENT_TICKET_MS = 600_000;
