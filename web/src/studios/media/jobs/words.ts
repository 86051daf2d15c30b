import { translated } from "../../../words/translated.ts";

export const words = translated({
  en: {
    title: "Jobs",
    lead: "All that you asked for in the queue, the newest first. It goes on when you close this page.",
    list: "Jobs, newest first",
    generate: "Generate",
    library: "Library",
    loading: "Loading your jobs",
    emptyTitle: "Nothing was asked for yet",
    empty: "Pictures that take longer than a sketch are made in a queue, and wait for you here.",
    failedTitle: "Your jobs didn't load",
    older: "Older jobs",
    olderFailed: "The older ones didn't load.",
    offline: "You are offline. This is how it stood; jobs go on without you.",
    stale: "The server can't be reached just now. This is how it stood; jobs go on without you.",
    offlineTitle: "You are offline",
    offlineEmpty: "Your jobs appear here when the network is back. They go on without you.",
    open: (prompt: string) => `Open “${prompt}”`,
    openIt: "Open",
    cancel: "Cancel",
    cancelNamed: (prompt: string) => `Cancel: ${prompt}`,
    named: (label: string, prompt: string) => `${label}: ${prompt}`,
    cancelled: "Cancelled. What was set aside is given back.",
    queued: (credits: number) =>
      `In line again, ${credits === 1 ? "1 credit" : `${credits} credits`} set aside.`,
    notDone: (why: string) => `That did not work. ${why}`,
    batch: "later, cheaper",
    pictures: (count: number) => (count === 1 ? "1 picture" : `${count} pictures`),
    videos: (count: number) => (count === 1 ? "1 video" : `${count} videos`),
  },
});
