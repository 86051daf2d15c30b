import { translated } from "../words/translated.ts";

export const words = translated({
  en: {
    pane: "Picture",
    picture: "Picture of your drawing",
    pictureOf: (prompt: string) => `Picture: ${prompt}`,
    empty: "Your picture appears here while you draw",
    coming: "The first picture is on its way",
    drawing: "Your drawing",
    drawingOver: "Your drawing over the picture",
    tools: "Picture tools",
    compare: "Compare: hold to see your drawing (Space)",
    overlay: "Drawing over the picture",
    overlayOn: "Show the drawing",
    overlayOpacity: "Opacity",
    fullScreen: "Full screen",
    leaveFullScreen: "Leave full screen",
    final: "Final: paint it large, 1024 px",
    finalMaking: (percent: number) => `Painting the final, ${percent}%. Press to stop`,
    finalShown: "This is the final",
    variations: "Variations",
    adopt: (number: number) => `Go on from variation ${number}`,
    more: "Picture menu",
    exportAll: "Export and share…",
    replay: "Draw it all again…",
    dismiss: "Got it",
    hints: {
      weak: "The picture keeps close to your drawing because strength is low. Raise it to let the painter go further.",
      blank: "The paper is empty. Words alone make no picture: a few lines are enough.",
      same: "The same drawing, words and seed give the same picture. Change a line, a word or the seed.",
    },
  },
});
