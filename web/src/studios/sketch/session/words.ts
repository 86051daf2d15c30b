import { translated } from "../../../words/translated.ts";

export const words = translated({
  en: {
    untitled: "Untitled",
    divider: "Share the stage: drag, or use the arrow keys; Enter shares it evenly",
    makeLarge: { canvas: "Make the canvas large", picture: "Make the picture large" },
    shareStage: "Show canvas and picture side by side",
    nameField: "Name of this sketch",
    goneTitle: "This sketch isn't here",
    gone: "It may have been deleted, or it belongs to someone else.",
    failedTitle: "This sketch didn't open",
    offlineTitle: "You are offline",
    offline: "This sketch opens by itself when the network is back. A new one can be drawn now, and is kept.",
    nameFailed: (reason: string) => `The name was not changed. ${reason}`,
    unreachable: "The server can't be reached from here.",
    kept: (reason: string) => `${reason} Your drawing is kept in this browser.`,
  },
});
