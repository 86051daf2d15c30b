import type { Settings } from "@llamasketch/contract";
import type { LiveSketch } from "@llamasketch/live-client";
import type { CanvasEncoder } from "./canvas-encoder.ts";
import { FinalDesk, type CanvasPlace } from "../picture/final-desk.ts";
import type { PictureStage } from "../picture/picture-stage.ts";
import type { Notice } from "../status/notice.ts";
import { goOnline } from "./go-online.ts";
import type { PictureMarks } from "./picture-marks.ts";

interface Parts {
  sketchId(): string | null;
  live(): LiveSketch | null;
  /** The kept picture that shows the drawing as it was opened; null when none does. */
  opened(): CanvasPlace | null;
  settings(): Settings;
  encoder: CanvasEncoder;
  marks: PictureMarks;
  pictures: PictureStage;
  kept(): void;
  charged(): void;
  /** Hands over the log. */
  save(): void;
  tell(notice: Notice): void;
}

/** Where finals of a session get their canvas, and where they go. */
export function finalsOf(parts: Parts): FinalDesk {
  const { encoder, marks, pictures } = parts;
  const place = (): CanvasPlace | null => {
    const state = parts.live()?.state;
    if (state?.holder !== "you") return null;
    const { epoch, version } = state;
    // Nothing was changed here yet: it is the canvas of an earlier visit.
    return version > 0 ? { epoch, version } : parts.opened();
  };
  return new FinalDesk({
    sketchId: parts.sketchId,
    finals: async () => (await goOnline()).finals,
    place,
    async read(sidePx) {
      const here = place();
      if (!here) return null;
      const settings = parts.settings();
      const canvas = marks.read();
      const image = await encoder.file(sidePx);
      if (!image) return null;
      marks.keep(canvas);
      parts.save();
      return { place: here, settings, image };
    },
    show: (image) => pictures.showChosen(image),
    kept: parts.kept,
    charged: parts.charged,
    tell: parts.tell,
  });
}
