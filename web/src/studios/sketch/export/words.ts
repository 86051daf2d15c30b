import { translated } from "../../../words/translated.ts";
import type { ProjectProblem } from "./project-file.ts";
import type { Shared } from "./share.ts";

const problems: Record<ProjectProblem, string> = {
  not_zip: "This is no LlamaSketch project.",
  not_project: "This is no LlamaSketch project.",
  not_allowed: "There is something in this file that belongs in no project. It was not opened.",
  too_big: "This file is too big to be opened here.",
  cut_short: "This file is cut short: perhaps its download did not finish.",
  damaged: "This file is damaged.",
  incomplete: "Something is missing in this file.",
  newer: "This project was made by a newer LlamaSketch. Reload the page to get it.",
};
const shared: Record<Shared, string> = {
  shared: "Shared.",
  copied: "Copied. Paste it wherever you like.",
  saved: "Saved to your downloads.",
  cancelled: "",
};

export const words = translated({
  en: {
    title: "Export",
    close: "Close",
    ofThen: "The picture you look at now, and its drawing.",
    picture: "Picture",
    pictureLead: "No prompt and nothing else is written into the file.",
    png: "PNG",
    webp: "WebP",
    share: "Share",
    shared,
    drawing: "Drawing",
    withPaper: "On paper",
    withoutPaper: "Without paper",
    sideBySide: "Side by side",
    film: "Film",
    filmLead: "How it came about, drawing and pictures side by side, in half a minute at most.",
    makeFilm: "Make the film",
    filming: "Making the film",
    filmUnsupported: "This browser makes no videos. Newer versions of most browsers do.",
    stop: "Stop",
    project: "Project file",
    projectLead:
      "Everything in one file: strokes, images, words and kept pictures. Open it here or anywhere else.",
    saveProject: "Save the project",
    savingProject: "Collecting pictures",
    openProject: "Open a project…",
    everything: "Everything",
    everythingLead: "All kept pictures and the stroke log, packed by the server.",
    download: "Download ZIP",
    failed: (reason: string) => `That didn't work. ${reason}`,
    importing: "Opening the project",
    importingFile: (name: string) => `Opening ${name}`,
    importFailed: (reason: string) => `The project was not opened, and nothing was changed. ${reason}`,
    problems,
  },
});
