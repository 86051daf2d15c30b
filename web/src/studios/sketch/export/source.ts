import { readPicture } from "../../../api/pictures.ts";
import { canvasAt, findMark } from "../../../drawing/canvas-at.ts";
import type { Operation } from "../../../drawing/operation.ts";
import type { SketchSession } from "../session/sketch-session.ts";

/** What is exported: the newest picture and the drawing as it is, or those of the past one looks at. */
export interface Source {
  isThen: boolean;
  picture(): Promise<Blob>;
  operations(): readonly Operation[];
}

export function sourceOf(session: SketchSession): Source {
  const { viewed } = session.timeline.get();
  return {
    isThen: viewed !== null,
    async picture() {
      if (viewed) return readPicture(viewed.url);
      const { newest } = session.pictures;
      if (!newest) throw new Error("There is no picture yet.");
      return newest;
    },
    operations() {
      const { operations } = session.ink;
      const mark = viewed && findMark(operations, viewed.epoch, viewed.version);
      return (mark && canvasAt(operations, mark)) ?? operations;
    },
  };
}
