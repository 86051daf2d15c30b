import type { DemandBand, GenerationView } from "@llamasketch/contract";
import { language, translated } from "../../../words/translated.ts";

const many = (count: number, one: string, more: string): string =>
  `${count.toLocaleString(language)} ${count === 1 ? one : more}`;
const credits = (count: number): string => many(count, "credit", "credits");
const time = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" });
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** About so long: no more figures than it deserves. */
function about(ms: number): string {
  if (ms < 90_000) return `about ${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < 90 * MINUTE_MS) return `about ${Math.round(ms / MINUTE_MS)} min`;
  return `about ${Math.round(ms / HOUR_MS)} h`;
}

const bands: Record<DemandBand, string> = {
  quiet: "It is quiet now",
  normal: "Ordinary demand",
  busy: "It is busy now",
  full: "Everything is taken now",
};
const reasons: Record<NonNullable<GenerationView["reason"]>, string> = {
  refused: "The model would not take what was asked for. Other words or another model may help.",
  poison: "It failed on several machines. Other settings may help.",
  tries: "The machines that tried it failed. Trying again usually helps.",
  expired: "No machine could begin it in time. Another model may be free sooner.",
};

export const words = translated({
  en: {
    title: "Generate",
    form: "What to make",
    lead: "Say what you want to see. What it costs stands on the button; nothing is charged before it is done.",
    kind: "Make",
    kinds: { image: "Picture", edit: "Edit", upscale: "Enlarge", video: "Video" } as Record<string, string>,
    /** Of a job without words. */
    untitled: { upscale: "A larger picture", video: "A video" } as Record<string, string>,
    noWords: "A picture",
    prompt: "Prompt",
    style: "Style",
    styleOn: (name: string) => `Style: ${name}`,
    ideas: "Ideas",
    model: "Model",
    models: {
      any: "The first that is here",
      cost: (count: number) => `usually ${credits(count)}`,
      away: "waits for a host",
      noModel: "paints by rules, for trying out",
    },
    modelAway: (title: string, isBatch: boolean) =>
      `No machine with ${title} is here now. You can ask all the same: it waits for one, up to ${isBatch ? "two days" : "six hours"}, and costs nothing if none comes.`,
    noneHere:
      "No machine is here now. You can ask all the same: it waits for one, and costs nothing if none comes.",
    modelsFailed: "Which models there are could not be read. The first that is here is taken.",
    shape: "Shape",
    size: "Size",
    sizeNames: { 512: "512", 768: "768", 1024: "1024", 1536: "1536", 2048: "2048" } as Record<number, string>,
    sizeSaid: (widthPx: number, heightPx: number) => `${widthPx} × ${heightPx} pixels`,
    sizeTooLarge: (mostPx: number) => `Your plan makes up to ${mostPx} pixels a side.`,
    plans: "See plans",
    quality: "Quality",
    qualities: { draft: "Draft", full: "Full", final: "Final" },
    count: "Pictures",
    when: "When",
    classes: { interactive: "Now", batch: "Later, cheaper" },
    batchSaid: "It uses idle machines alone, and may take up to two days.",
    more: "More settings",
    negative: "What should not be there",
    negativeHint: "Like: text, people",
    seed: "Seed",
    seedHint: "The same words and seed give the same picture. Empty: by chance.",
    seedBad: "A whole number up to 4,294,967,295.",
    mail: "Mail me when it is ready",
    mailTo: (address: string) => `A letter to ${address}`,
    source: "The picture that goes in",
    sources: {
      edit: "The picture to paint over",
      upscale: "The picture to enlarge",
      video: "The picture that begins to move",
    } as Record<string, string>,
    scale: "How much larger",
    scales: { 2: "2 times", 4: "4 times" },
    enlarge: "Enlarge it",
    move: "Make it move",
    videoSaid: (widthPx: number, heightPx: number, ms: number) =>
      `${widthPx} × ${heightPx} pixels, ${(ms / 1000).toLocaleString(language, { maximumFractionDigits: 1 })} s`,
    chooseSource: "From your results",
    own: "From this device",
    ownSending: "Sending…",
    ownType: "A JPEG, PNG or WebP can go in. Save it as one of them first.",
    ownTooBig: (bytes: number) => `A picture of at most ${Math.floor(bytes / 1e6)} MB can go in.`,
    ownRefused: "This picture cannot be read. A whole JPEG, PNG or WebP of at most 128 megapixels can go in.",
    ownMany: "You have sent as many pictures as are kept at a time. Each goes after a week.",
    ownChosen: "Your own picture",
    ownSize: (widthPx: number, heightPx: number) => `Your own picture, ${widthPx} × ${heightPx} pixels`,
    noSource: "None chosen yet",
    sourceChosen: "Chosen",
    sourceGoneTitle: "That picture is not there any more.",
    strength: "Strength",
    earlier: "Your pictures",
    earlierNone: "There are none yet. What you generate from words can be painted over afterwards.",
    earlierFailed: "Your pictures didn't load.",
    take: (prompt: string, position: number) => `Take picture ${position + 1} of ${prompt}`,
    close: "Close",
    loading: "Loading…",
    tryAgain: "Try again",
    lacks: {
      prompt: "Say what you want to see.",
      image: "Choose the picture that goes in.",
      long: "These words are too long: 2,000 characters at most.",
    },
    priceTitle: "Price",
    asking: "Asking for the price…",
    notOffline: "Not while you are offline",
    generateFor: (units: number) => `Generate for ${credits(units)}`,
    generate: "Generate",
    sending: "Queueing…",
    bands,
    lineUnits: (units: number) => (units < 0 ? `−${credits(-units)}` : credits(units)),
    idleLine: "In idle time: half off",
    demandLine: (units: number) => (units < 0 ? "Less, because it is quiet" : "More, because it is busy"),
    holdsUntil: (at: string) => `This price holds until ${time.format(Date.parse(at))}.`,
    curlTitle: "The same with curl",
    curlText: "A key from your account takes the place of this browser.",
    curlNotOnPlan:
      "A key takes the place of this browser. Keys that generate come with Pro and Unlimited; this page generates with every plan.",
    makeKey: "Make a key",
    copyCurl: "Copy the call",
    result: "Result",
    nothingTitle: "Nothing asked for yet",
    nothing: "What you generate appears here, and stays in your list.",
    jobs: "All jobs",
    library: "Open the library",
    newOne: "Start over",
    states: {
      queued: "In line",
      running: "Being made",
      succeeded: "Done",
      failed: "Not made",
      cancelled: "Cancelled",
    } as Record<GenerationView["state"], string>,
    line: (ahead: number | null, etaMs: number | null) =>
      [
        ahead === null ? null : ahead === 0 ? "Next in line" : `${many(ahead, "job", "jobs")} before it`,
        etaMs === null ? null : `done in ${about(etaMs)}`,
      ]
        .filter(Boolean)
        .join(", ") || "In line",
    waitsForHost:
      "No machine that can make it is here now. It waits for one; nothing is charged before it is done.",
    beginning: "A machine has it. It begins…",
    step: (picture: number, pictures: number, step: number, steps: number) =>
      `${pictures > 1 ? `Picture ${picture} of ${pictures}, step` : "Step"} ${step} of ${steps}`,
    paused: "Paused: someone is drawing on this machine, and live drawing goes first. It resumes by itself.",
    progress: "How far it is",
    preview: "Not finished yet",
    cancel: "Cancel",
    cancelled: "Cancelled. Nothing was charged.",
    ended: (state: GenerationView["state"]) =>
      state === "succeeded"
        ? "The pictures are ready."
        : state === "failed"
          ? "It was not made. Nothing was charged."
          : "It was cancelled. Nothing was charged.",
    failed: "It was not made. Nothing was charged.",
    reasons,
    again: (units: number) => `Try again for ${credits(units)}`,
    byPainter: "Made by the built-in painter: it paints by rules, for trying out, and is no model.",
    delete: "Delete",
    deleteTitle: "Delete it for good?",
    deleteText:
      "Its pictures and words are gone at once, and nobody can bring them back. What it cost stays.",
    deleteYes: "Delete for good",
    deleteNo: "Keep it",
    deleted: "It is gone.",
    another: (units: number) => `Another like it for ${credits(units)}`,
    charged: (units: number) => `${credits(units)} charged`,
    held: (units: number) => `${credits(units)} set aside, charged when it is done`,
    returned: (units: number) => `${credits(units)} given back, nothing charged`,
    picture: (prompt: string, at: number, of: number) => (of > 1 ? `${prompt} (${at} of ${of})` : prompt),
    open: "Open in full size",
    download: "Download",
    asWebm: "Download as WebM",
    useAsInput: "Paint over it",
    keepSeed: (seed: number) => `Keep seed ${seed}`,
    seedKept: (seed: number) => `The next one begins with seed ${seed}.`,
    gone: "Job not found. It may have been deleted, or belong to someone else.",
    offline: "You are offline. What was asked for goes on without you; nothing new can be asked for now.",
    unreachable: "The server can't be reached. Press again: it is never ordered twice.",
    noCredits: "Not enough credits. Nothing was charged. A smaller one costs less.",
    notVerified:
      "There are not enough credits, and free ones are not open to this browser yet. Press again, or have a look at your credits.",
    toCredits: "Credits and plans",
    toAccount: "Your account",
    tooOften: "That was a lot at once.",
    priceGone: "The price has run out. A new one is on the button: press again if it is right.",
    sourceGone: "The picture that goes in is not there any more. Choose another.",
    notPossible: "These settings are not possible together. Nothing was charged.",
    fieldProblems: {
      prompt: "These words are not possible. Use others, 2,000 characters at most.",
      negativePrompt: "What should not be there is not possible in these words.",
      widthPx: "This size is more than your plan makes. Choose a smaller one.",
      heightPx: "This size is more than your plan makes. Choose a smaller one.",
      scale: "This size is more than can be made of that picture. Choose a smaller one.",
      image: "This picture cannot go in. Choose another.",
      model: "This model cannot do that. Choose another.",
      seed: "The seed is a whole number up to 4,294,967,295.",
      mail: "Emails go to a confirmed address. Sign in with one, or continue without the email.",
      steps: "This quality is not possible with this model. Choose a lower one.",
    },
  },
});
