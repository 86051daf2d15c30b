import { listAllPictures } from "../../../api/pictures.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { makeFilm, type FilmFile } from "./film.ts";
import { planFilm } from "./film-plan.ts";

interface Making {
  session: SketchSession;
  sketchId: string | null;
  signal: AbortSignal;
  progress: (part: number) => void;
}

/** The film of a sketch; null where this browser makes no videos. */
export async function filmOf({ session, sketchId, signal, progress }: Making): Promise<FilmFile | null> {
  const pictures = sketchId ? await listAllPictures(sketchId, signal) : [];
  return makeFilm({ film: planFilm(session.ink.operations, pictures), signal, progress });
}
