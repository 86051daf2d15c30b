/** Stores what is worth keeping, behind the relay: strokes in the order they came, pictures, settings. */
import type { ChunkHeader, Settings } from "@llamasketch/contract";
import type { Services } from "../services.ts";
import { PictureKeeper, type ShownPicture } from "./picture-keeper.ts";
import { tryToStore } from "./storing.ts";
import type { StoredRoom } from "./stored-room.ts";
import { StrokeLog, type ChunkFate } from "./stroke-log.ts";

export class Keeper {
  readonly #services: Services;
  readonly #sketchId: string;
  readonly #log: StrokeLog;
  readonly #pictures: PictureKeeper;

  /** `isAlone`: nobody else follows this sketch now. */
  constructor(services: Services, sketchId: string, room: StoredRoom, isAlone: () => boolean) {
    this.#services = services;
    this.#sketchId = sketchId;
    this.#log = new StrokeLog(services, sketchId, room, isAlone);
    this.#pictures = new PictureKeeper(services, sketchId, room);
  }

  /** Shown, and could not be stored. */
  get unstored(): number {
    return this.#pictures.unstored;
  }
  /** Objects put into the media store. */
  get puts(): number {
    return this.#log.puts + this.#pictures.puts;
  }

  /** Resolves with the chunk's place in the log, or why it has none. */
  chunk(header: ChunkHeader, bytes: Uint8Array): Promise<ChunkFate> {
    return this.#log.append(header, bytes);
  }

  /** Number of pieces in the stroke log. */
  pieces(): Promise<number> {
    return this.#log.pieces();
  }

  picture(shown: ShownPicture): Promise<string | null> {
    return this.#pictures.keep(shown);
  }

  async settings(settings: Settings): Promise<void> {
    const { commit, sketches } = this.#services;
    await tryToStore("settings", this.#sketchId, () =>
      commit([sketches.saveSettings(this.#sketchId, settings, Date.now())]),
    );
  }

  /** Stores what waits, and resolves when nothing is being stored any more. */
  async flush(): Promise<void> {
    await Promise.all([this.#log.flush(), this.#pictures.flush()]);
  }
}
