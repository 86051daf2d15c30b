import type { GenerationKind, MediaModel } from "@llamasketch/contract";
import { translated } from "../../../words/translated.ts";

const models: Record<MediaModel, string> = {
  standard: "Standard",
  large: "Large",
  painter: "Built-in painter",
  upscaler: "Upscaler",
  motion: "Motion",
};

/** Of what was made without words. */
const kinds: Record<GenerationKind, string> = {
  image: "Picture",
  edit: "Edit",
  upscale: "Upscale",
  video: "Clip",
};

export const words = translated({
  en: {
    title: "Library",
    grid: "What was made for you, newest first",
    search: "Search prompts",
    generate: "Generate",
    jobs: "Jobs",
    model: "Model",
    anyModel: "All models",
    models,
    kinds,
    state: "State",
    states: {
      finished: "Finished",
      open: "On the way",
      failed: "Failed",
      cancelled: "Cancelled",
    },
    found: (count: number, isMore: boolean) =>
      `${count}${isMore ? " or more" : ""} ${count === 1 && !isMore ? "generation" : "generations"} found`,
    pictures: (count: number) => (count === 1 ? "1 picture" : `${count} pictures`),
    choose: (prompt: string) => `Choose “${prompt}”`,
    chosen: (count: number) => `${count} chosen`,
    chooseAll: "Choose all",
    chooseNone: "Choose none",
    download: "Download",
    downloadZip: "Download as ZIP",
    tooMany: (most: number) => `At most ${most} go into one download.`,
    nothingToPack: "None of the chosen has a picture.",
    packing: (done: string, total: string) => `${done} of about ${total}`,
    stop: "Stop",
    packed: (name: string) => `${name} is in your downloads.`,
    packFailed: (reason: string) => `The download did not come through. ${reason}`,
    delete: "Delete",
    deleted: (name: string, more: number) =>
      more === 0 ? `“${name}” deleted.` : `“${name}” and ${more} more deleted.`,
    undo: "Undo",
    undoOf: (name: string, more: number) =>
      more === 0
        ? `Undo: “${name}” is not to be deleted`
        : `Undo: “${name}” and ${more} more are not to be deleted`,
    deleteFailed: (count: number, reason: string) =>
      count === 1 ? `It was not deleted. ${reason}` : `${count} were not deleted. ${reason}`,
    notEnded: "What is on the way cannot be deleted: cancel it under Jobs first.",
    view: "Picture",
    close: "Close",
    older: "The next, older one",
    newer: "The one before, newer",
    place: (at: number, of: number) => `${at} of ${of}`,
    prompt: "Prompt",
    negativePrompt: "Without",
    seed: "Seed",
    size: "Size",
    sizeOf: (widthPx: number, heightPx: number) => `${widthPx} × ${heightPx}`,
    made: "Made",
    price: "Price",
    credits: (count: number) => (count === 1 ? "1 credit" : `${count} credits`),
    paintOver: "Paint over it",
    copyPrompt: "Copy the prompt",
    copyCall: "Copy the call",
    save: "Save the picture",
    saveWebp: "Save as WebP",
    saveWebm: "Save as WebM",
    gone: "This picture did not load.",
    emptyTitle: "Nothing made yet",
    empty: "Pictures you ask for are kept here, with what they were made from.",
    make: "Make a picture",
    noneFoundTitle: "Nothing is like that",
    noneFound: "No generation has these words, this model and this state.",
    showAll: "Show all",
    loading: "Loading your library",
    failedTitle: "Your library didn't load",
    moreFailed: "The next ones didn't load.",
    offline: (time: string) => `You are offline. Your library as of ${time}.`,
    offlineTitle: "You are offline",
    offlineEmpty: "What was made for you appears here when the network is back.",
  },
});
