import { translated } from "../words/translated.ts";

export const words = translated({
  en: {
    untitled: "Untitled",
    nameField: "Name of this sketch",
    goneTitle: "This sketch isn't here",
    gone: "It may have been deleted, or it belongs to someone else.",
    failedTitle: "This sketch didn't open",
    offlineTitle: "You are offline",
    offline: "This sketch opens by itself when the network is back. A new one can be drawn now, and is kept.",
    nameFailed: (reason: string) => `The name was not changed. ${reason}`,
    kept: (reason: string) => `${reason} Your drawing is kept in this browser.`,
  },
});
