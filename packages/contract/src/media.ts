/** Media API v1: pictures made in the queue. Times are ISO 8601 strings in UTC. */
import { z } from "zod";
import { quoteView } from "./credits.ts";
import { jobCursor, jobId, quoteId, uploadId } from "./ids.ts";
import { jobClass } from "./job.ts";
import { JOB_OUTPUTS_MAX } from "./job-limits.ts";
import { idleTimeView } from "./plans.ts";
import { PROMPT_MAX_CHARS } from "./timing.ts";
import { orNull } from "./or-null.ts";

/** Models one may name. What can be had now, and what it costs, `GET /api/v1/models` says. */
export const MEDIA_MODELS = ["standard", "large", "upscaler", "motion", "painter"] as const;
export type MediaModel = (typeof MEDIA_MODELS)[number];

/** `image`: from words; `edit`: from words over a picture; `upscale`: the same picture, larger; `video`: the same, moving. */
export const GENERATION_KINDS = ["image", "edit", "upscale", "video"] as const;
export type GenerationKind = (typeof GENERATION_KINDS)[number];

/** How long an address of a result opens it. */
export const MEDIA_URL_MS = 3_600_000;
/** Sides are multiples of this: models paint in blocks. */
export const MEDIA_SIDE_STEP_PX = 16;
/** Smallest and longest side that can be asked for. */
export const MEDIA_SIDE_MIN_PX = 256;
export const MEDIA_SIDE_MAX_PX = 2048;
/** A side, where neither the request nor a picture says one. */
export const MEDIA_SIDE_PX = 1024;
/** An upscale is this much larger than its picture: less is not worth a GPU, more the model cannot draw. */
export const UPSCALE_TIMES = { min: 1.25, max: 4 } as const;

/** Clips as the model makes them, and no others: 25 pictures at 6 a second are 4.17 s, in the sizes it was trained on. */
export const VIDEO = {
  frames: 25,
  durationMs: 4167,
  landscape: { widthPx: 1024, heightPx: 576 },
  portrait: { widthPx: 576, heightPx: 1024 },
} as const;

const side = z
  .int()
  .min(MEDIA_SIDE_MIN_PX)
  .max(MEDIA_SIDE_MAX_PX)
  .multipleOf(MEDIA_SIDE_STEP_PX)
  // The document of the API does not see it by itself.
  .meta({ multipleOf: MEDIA_SIDE_STEP_PX });

/** An earlier result of one's own, or a picture one has sent. */
const source = z.union([
  z.strictObject({
    generation: jobId,
    position: z
      .int()
      .min(0)
      .max(JOB_OUTPUTS_MAX - 1)
      .default(0),
  }),
  z.strictObject({ upload: uploadId }),
]);

export const generationCreate = z
  .strictObject({
    /** Not said: `edit` where an `image` is given, else `image`. */
    kind: z.enum(GENERATION_KINDS).optional(),
    /** The first that can be had when none is named. */
    model: z.enum(MEDIA_MODELS).optional(),
    /** Words: of an image and an edit. */
    prompt: z.string().trim().min(1).max(PROMPT_MAX_CHARS).optional(),
    negativePrompt: z.string().trim().max(PROMPT_MAX_CHARS).default(""),
    /** Not said, they follow the picture that goes in, or are 1024. */
    widthPx: side.optional(),
    heightPx: side.optional(),
    /** Of an upscale: times the picture's own sides, instead of a size. */
    scale: z
      .literal([2, 4])
      .meta({ type: "integer", enum: [2, 4] })
      .optional(),
    quality: z.enum(["draft", "full", "final"]).default("full"),
    /** Pictures, each with the seed after the one before. */
    count: z.int().min(1).max(JOB_OUTPUTS_MAX).default(1),
    /** By chance when not said. */
    seed: z.int().min(0).max(0xffff_ffff).optional(),
    /** The picture that goes in: it is painted over, enlarged, or made to move. */
    image: source.optional(),
    /** Of an edit: how much is painted anew, 0 to 1. */
    strength: z.number().min(0.05).max(1).default(0.6),
    /** `batch` uses idle time alone, and costs half. */
    class: jobClass.default("interactive"),
    /** Is told of its end, by POST, signed: Standard Webhooks. */
    webhook: z.url().max(500).optional(),
    /** A letter to one's confirmed address when it has succeeded or failed. */
    mail: z.boolean().optional(),
    /** A price that was promised for exactly this. */
    quote: quoteId.optional(),
  })
  .meta({ id: "GenerationCreate" });
export type GenerationCreate = z.infer<typeof generationCreate>;

/** Of a generation that has ended: the same once more, as a job of its own. */
export const generationRetry = z.strictObject({
  /** Another picture of the same words: the seed is by chance instead of the one it had. */
  newSeed: z.boolean().default(false),
});

export const generationResult = z.object({
  position: z.int(),
  /** Opens it, for whoever has it, until `expiresAt`. */
  url: z.url(),
  /** Of a video: the same as a WebM, opened alike. */
  webmUrl: z.url().nullable(),
  /** A small still of it. */
  thumbnailUrl: z.url().nullable(),
  expiresAt: z.string(),
  /** A video is an animated WebP. */
  type: z.enum(["image", "video"]),
  format: z.enum(["jpeg", "png", "webp"]),
  /** Of a video. */
  durationMs: z.int().nullable(),
  widthPx: z.int(),
  heightPx: z.int(),
  bytes: z.int(),
  /** It carries the visible mark of its owner's plan; asked for on a plan without one it is clean. */
  marked: z.boolean(),
  seed: z.int(),
  blurHash: z.string().nullable(),
});

// Objects that may be null have names of their own: many generators of clients cannot read them otherwise.
const generationQueue = z
  .object({
    ahead: z.int().nullable(),
    etaMs: z.int().nullable(),
    /** `host`: none is here that can make it, and it waits for one; `turn`: there is one; null: not known. */
    waitingFor: z.enum(["turn", "host"]).nullable(),
  })
  .meta({ id: "GenerationQueue" });
const generationProgress = z
  .object({ output: z.int(), step: z.int(), steps: z.int(), paused: z.boolean() })
  .meta({ id: "GenerationProgress" });

const GENERATION_STATES = ["queued", "running", "succeeded", "failed", "cancelled"] as const;

export const generationView = z
  .object({
    id: jobId,
    kind: z.enum(GENERATION_KINDS),
    state: z.enum(GENERATION_STATES),
    /** Of a failed one. Whatever the reason: nothing was charged. */
    reason: z.enum(["poison", "tries", "refused", "expired"]).nullable(),
    model: z.enum(MEDIA_MODELS),
    /** Empty where none was needed. */
    prompt: z.string(),
    class: jobClass,
    /** Pictures that were asked for. */
    count: z.int(),
    /** Held, and charged when it succeeds. */
    credits: z.int(),
    /** While it waits: jobs before it, and ms until it is done as things stand; null when that cannot be told. */
    queue: orNull(generationQueue),
    /** While it runs, once its host has told: step of steps, of which picture. Paused: a drawing goes first. */
    progress: orNull(generationProgress),
    results: z.array(generationResult),
    /** What was asked for, with what was chosen for whoever did not say: it can be sent again as it stands. */
    asked: z.record(z.string(), z.unknown()),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: "Generation" });
export type GenerationView = z.infer<typeof generationView>;
export type GenerationResult = z.infer<typeof generationResult>;

/** `open`: queued or running; `ended`: whatever its end. */
const stateFilter = z.enum([...GENERATION_STATES, "open", "ended"]);

/** All that is said must be so. A cursor is good with any of it. */
export const generationQuery = z.object({
  /** `nextCursor` of the page before. */
  cursor: jobCursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  state: stateFilter.optional(),
  model: z.enum(MEDIA_MODELS).optional(),
  /** Every word of it is in the prompt. */
  q: z.string().trim().max(100).optional(),
  /** Those alone that have results. */
  results: z.literal("true").optional(),
});
export type GenerationFilter = Pick<z.infer<typeof generationQuery>, "state" | "model" | "q" | "results">;
export const generationList = z.object({
  generations: z.array(generationView),
  nextCursor: jobId.nullable(),
});

/** Generations in one archive. */
export const ARCHIVE_GENERATIONS_MAX = 100;
export const generationArchive = z.strictObject({
  ids: z.array(jobId).min(1).max(ARCHIVE_GENERATIONS_MAX),
});

/** `generations.json` of an archive. */
export const generationArchiveManifest = z.object({
  generations: z.array(
    generationView.pick({ id: true, model: true, prompt: true, createdAt: true, endedAt: true }).extend({
      negativePrompt: z.string(),
      results: z.array(
        generationResult
          .pick({
            position: true,
            format: true,
            widthPx: true,
            heightPx: true,
            bytes: true,
            marked: true,
            seed: true,
          })
          /** Its name in the archive; null when its bytes are gone. */
          .extend({ file: z.string().nullable() }),
      ),
    }),
  ),
  /** False: something named here could not be read; see `missing`. An archive without this file was cut short. */
  complete: z.boolean(),
  missing: z.array(z.string()),
});
export type GenerationArchiveManifest = z.infer<typeof generationArchiveManifest>;

export const mediaQuoteView = quoteView.extend({
  /** Whether a host is here that can make it now; null when that is not known. Without one it would wait. */
  available: z.boolean().nullable(),
});

export type MediaQuoteView = z.infer<typeof mediaQuoteView>;

export const mediaModelView = z.object({
  id: z.enum(MEDIA_MODELS),
  title: z.string(),
  /** The built-in painter paints from words by rules: it is no model. */
  isModel: z.boolean(),
  /** A host that can run it is here. */
  available: z.boolean(),
  does: z.array(z.enum(GENERATION_KINDS)),
  /** The first of `prices`. */
  credits: z.int(),
  /** Each kind that it does: one of its usual size at full quality, at no particular demand. */
  prices: z.array(
    z.object({
      kind: z.enum(GENERATION_KINDS),
      widthPx: z.int(),
      heightPx: z.int(),
      credits: z.int(),
      /** The same as `batch`. */
      batchCredits: z.int(),
      /** A host that can do it is here. */
      available: z.boolean(),
    }),
  ),
});
export const mediaModelList = z.object({
  models: z.array(mediaModelView),
  /** What `batch` costs of a listed price. */
  idleTime: idleTimeView,
});

export const webhookDeliveryView = z.object({
  /** `stopped`: its address answered 410 Gone, and is sent nothing until it is turned on again. */
  state: z.enum(["pending", "delivered", "failed", "stopped"]),
  attempts: z.int(),
  /** Of the last answer; null when there was none. */
  lastStatus: z.int().nullable(),
  /** Of one that was not heard yet: not tried again before. Null: at once, or never. */
  nextAt: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
/** One's own over all generations, the newest generation first. */
export const webhookDeliveryList = z.object({
  deliveries: z.array(webhookDeliveryView.extend({ generation: jobId, url: z.string(), prompt: z.string() })),
  nextCursor: jobId.nullable(),
});
/** Addresses that answered 410 Gone; at most 100 are named. */
export const stoppedWebhookList = z.object({
  webhooks: z.array(z.object({ url: z.string(), stoppedAt: z.string() })),
});
export const webhookResume = z.strictObject({ url: z.url().max(500) });
/** What one's webhooks are signed with, as Standard Webhooks has it. */
export const webhookSecretView = z.object({ secret: z.string() });
