import { language, translated } from "../words/translated.ts";

/** So many seconds, to somebody who waits. */
function wait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const [count, unit] =
    seconds <= 90 ? ([Math.max(1, Math.ceil(seconds)), "second"] as const) : ([minutes, "minute"] as const);
  return `${count.toLocaleString(language)} ${unit}${count === 1 ? "" : "s"}`;
}

export const words = translated({
  en: {
    cookieless: "This browser blocks cookies, so nothing can be kept for you.",
    allowCookies: "Allow cookies for this site, then reload the page.",
    nobody: "You are not signed in.",
    startOrSignIn: "Start a sketch first, or sign in.",
    unreachable: "The server can't be reached from here.",
    checkConnection: "Check your connection, then try again.",
    offline: "You are offline.",
    whenBack: "Try again when you are back on the network.",
    unreadable: "The server sent an answer that this page can't read.",
    reloadOld: "Reload the page: it may be older than the server.",
    unexpected: "Something unexpected happened in this page.",
    reloadKept: "Reload it; what you drew is kept in this browser.",
    tooLarge: "This is too large to send.",
    sendLess: "Use a smaller picture or file, or a shorter text.",
    badStatus: (status: number) => `The server could not do that (status ${status}).`,
    overloaded: (status: number) => `The server has a problem right now (status ${status}).`,
    tryLater: "Try again in a minute.",
    againIn: (seconds: number) => `Try again in ${wait(seconds)}.`,
    hints: {
      unauthorized: "Sign in, then try again.",
      insufficient_credits: "The Credits page shows how to get more.",
      verification_required: "Open the Credits page to draw for free, or sign in.",
      too_many_requests: "Wait a minute, then try again.",
      unsupported_media_type: "Use a JPEG, PNG or WebP.",
      unavailable: "Try again in a minute.",
    } as Readonly<Record<string, string>>,
    tryOther: "Change it, then try again.",
  },
});
