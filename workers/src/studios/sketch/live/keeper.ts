/** Stores what is worth keeping, behind the relay: strokes in the order they came, pictures, settings. */
import type { ChunkHeader, Settings } from "@llamasketch/contract";
import type { Ports } from "../../../ports.ts";
import { ObjectBudget } from "./object-budget.ts";
import { PictureKeeper, type ShownPicture } from "./picture-keeper.ts";
import { unwrittenPictures } from "./recover.ts";
import type { StoredRoom } from "./stored-room.ts";
import { StrokeLog, type ChunkFate } from "./stroke-log.ts";
import { WriteDown } from "./write-down.ts";

export interface KeeperHost {
  /** Nobody else follows this sketch now. */
  isAlone(): boolean;
  /** Something is held that a life after this one would have to find. */
  holds(): void;
  /** What was held is written, these settings among it; null: none were new. */
  wrote(settings: Settings | null): void;
}

export class Keeper {
  readonly #services: Ports;
  readonly #sketchId: string;
  readonly #room: StoredRoom;
  readonly #log: StrokeLog;
  readonly #pictures: PictureKeeper;
  readonly #budget = new ObjectBudget(Date.now());
  /** What is stored and not written down yet. */
  readonly down: WriteDown;
  #found: Promise<number> | null = null;
  #foundLast = 0;

  constructor(services: Ports, sketchId: string, room: StoredRoom, host: KeeperHost) {
    this.#services = services;
    this.#sketchId = sketchId;
    this.#room = room;
    this.down = new WriteDown(services, sketchId, {
      holds: () => host.holds(),
      heldMaxBytes: () => room.heldMaxBytes,
      // Of what was found every row is held; what this life puts comes after it.
      through: () => Math.max(this.#pictures.through, this.#foundLast),
      wrote: (settings) => {
        host.wrote(settings);
        void this.#lookAround();
      },
    });
    this.#log = new StrokeLog(services, sketchId, room, this.#budget, {
      mayWait: () => host.isAlone(),
      stored: (row) => this.down.piece(row),
    });
    this.#pictures = new PictureKeeper(services, sketchId, room, this.#budget, {
      lastNumber: () => this.#find(),
      stored: (row) => this.down.picture(row),
    });
  }

  /** Shown, and could not be stored. */
  get unstored(): number {
    return this.#pictures.unstored;
  }
  /** Objects put into the media store. */
  get puts(): number {
    return this.#log.puts + this.#pictures.puts;
  }

  /** Before the first client is let in: the number of pieces in the stroke log. */
  async open(): Promise<number> {
    // The first picture does not wait to know where it may lie.
    this.#find().catch(() => undefined);
    const [pieces] = await Promise.all([this.#log.pieces(), this.#lookAround()]);
    return pieces;
  }

  /** Resolves with the chunk's place in the log, or why it has none. */
  async chunk(header: ChunkHeader, bytes: Uint8Array): Promise<ChunkFate> {
    const fate = await this.#log.append(header, bytes);
    return typeof fate !== "number" || (await this.down.announced()) ? fate : null;
  }

  picture(shown: ShownPicture): Promise<string | null> {
    return this.#pictures.keep(shown);
  }

  settings(settings: Settings): void {
    this.down.settings(settings);
  }

  /** Stores what waits, and resolves when nothing is being stored any more. */
  async flush(): Promise<void> {
    await Promise.all([this.#log.flush(), this.#pictures.flush()]);
  }

  /** Whoever reads next finds in the database all that clients were told was kept or saved. */
  async writeDown(): Promise<void> {
    await this.#find();
    await Promise.all([this.#log.flush(), this.#pictures.stored(), this.#log.pieces()]);
    await this.down.asked();
  }

  /** What an earlier life stored and did not write down is held from now on. Once in a life; the number of the last picture. */
  #find(): Promise<number> {
    this.#found ??= unwrittenPictures(this.#services, this.#sketchId).then(({ rows, last }) => {
      for (const row of rows) this.down.picture(row);
      return (this.#foundLast = last);
    });
    this.#found.catch(() => {
      this.#found = null;
    });
    return this.#found;
  }

  /** What its owner may still store, and how many sketches share what they may write. Read beside everything. */
  async #lookAround(): Promise<void> {
    try {
      const [drawnOn] = await Promise.all([
        this.#services.sketches.drawnOn(this.#sketchId, Date.now()),
        this.#room.lookAgain(),
      ]);
      this.#budget.share(drawnOn);
    } catch {
      // As it was: asked again with the next batch.
    }
  }
}
