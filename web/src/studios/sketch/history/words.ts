import type { PictureKind } from "@llamasketch/contract";
import { translated } from "../../../words/translated.ts";

const kinds: Record<PictureKind, string> = { live: "Picture", final: "Final", variation: "Variation" };

export const words = translated({
  en: {
    strip: "Kept pictures",
    entry: (time: string, kind: PictureKind, isPinned: boolean) =>
      `${kinds[kind]} of ${time}${isPinned ? ", pinned" : ""}`,
    now: "Now",
    backToNow: "Back to now",
    empty: "Every picture you make is kept here",
    noPinned: "Nothing is pinned yet. Press S to pin a picture.",
    pinnedOnly: "Show pinned only",
    allPictures: "Show all pictures",
    failed: "The kept pictures didn't load.",
    tryAgain: "Try again",
    notDone: {
      pin: (reason: string) => `The picture's pin is as it was. ${reason}`,
      remove: (reason: string) => `The picture is still there. ${reason}`,
    },
    actions: "This picture",
    restore: "Restore this drawing",
    branch: "Branch: a new sketch from here",
    branching: "Making the branch…",
    branchFailed: (reason: string) => `No branch was made. ${reason}`,
    branchTitle: (title: string) => `${title} (branch)`,
    pin: "Pin (S)",
    unpin: "Unpin (S)",
    remove: "Delete this picture",
    removeTitle: "Delete this picture?",
    removeText: "It goes from the history. The drawing stays. This cannot be undone.",
    removeNow: "Delete",
    removeKeep: "Keep it",
    viewing: (time: string) => `You look at ${time}. Your drawing is untouched.`,
    close: "Close",
    replay: "Draw it all again",
    replayTitle: "Replay",
    replayLead:
      "Every kept picture is asked for again: its canvas from the stroke log, its words, strength and seed as they were. What comes is compared with what was kept, byte for byte. Your sketch is not touched. Live pictures and finals cost what they cost when they are drawn.",
    replayStart: "Start",
    replayAgain: "Once more",
    replayStop: "Stop",
    replayed: (same: number, different: number, unknown: number, total: number) =>
      [
        `${same} of ${total} came out the same`,
        ...(different ? [`${different} differently`] : []),
        ...(unknown ? [`${unknown} have no canvas in the log`] : []),
      ].join(", "),
    replayDiffers:
      "A painter with a model need not give the same bytes on another GPU; the built-in painter does.",
    replayFailed: (reason: string) => `It stopped. ${reason}`,
    pictureFailed: "This picture didn't load. Choose it again to try once more.",
    noDrawing: "The drawing of this picture is not in the log any more.",
    drawingThen: "The drawing this picture was made from",
  },
});
