import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Operation } from "./operation.ts";

/** Stands for a sketch that the server has not made yet. */
export const UNMADE = "new";

const DATABASE = "llamasketch.drawing";
const VERSION = 1;

interface Row {
  /** The sketch's id, or `UNMADE`. */
  sketch: string;
  /** Which tab drew it. */
  tab: string;
  operation: Operation;
}
interface Schema extends DBSchema {
  /** Keys count up: they are the order in which operations came, over all tabs. */
  pending: { key: number; value: Row; indexes: { sketch: string } };
}

export interface LocalCopyParts {
  /** Names this tab among all that the browser ever had. */
  tab: string;
  /** Tabs that are open now. */
  openTabs(): Promise<ReadonlySet<string>>;
  /** The browser keeps no copy, its storage is full for instance; or keeps one again. */
  troubled(isTroubled: boolean): void;
}

/**
 * Unsaved operations, kept in the browser until the server has them, so that closing the tab loses nothing. What one
 * tab left, the next one that opens the sketch takes over. All is done in the order it was asked for, in the
 * background; where the browser keeps nothing, drawing goes on without.
 */
export class LocalCopy {
  readonly #parts: LocalCopyParts;
  #queue: Promise<unknown>;
  #database: IDBPDatabase<Schema> | null = null;
  readonly #keys = new Map<string, number>();
  #isTroubled = false;

  constructor(parts: LocalCopyParts) {
    this.#parts = parts;
    this.#queue = this.#try(async () => {
      this.#database = await openDB<Schema>(DATABASE, VERSION, {
        upgrade: (database) => {
          database.createObjectStore("pending", { autoIncrement: true }).createIndex("sketch", "sketch");
        },
        // A newer page wants to change the store: it is more important than this one's copy.
        blocking: () => this.#database?.close(),
      });
    });
  }

  add(sketch: string, operation: Operation): void {
    this.#later(async (database) => {
      const key = await database.add("pending", { sketch, tab: this.#parts.tab, operation });
      this.#keys.set(operation.id, key);
    });
  }

  /** Forgets operations that were added or taken over here. */
  remove(ids: readonly string[]): void {
    this.#later(async (database) => {
      const keys = ids.flatMap((id) => this.#keys.get(id) ?? []);
      for (const id of ids) this.#keys.delete(id);
      const transaction = database.transaction("pending", "readwrite");
      await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
    });
  }

  /** What this tab drew before the sketch was made belongs to `sketch` now. */
  made(sketch: string): void {
    this.#later(async (database) => {
      const transaction = database.transaction("pending", "readwrite");
      for await (const cursor of transaction.store.index("sketch").iterate(UNMADE)) {
        if (this.#keys.has(cursor.value.operation.id)) await cursor.update({ ...cursor.value, sketch });
      }
      await transaction.done;
    });
  }

  /**
   * What tabs left unsaved, in order. A drawing without a sketch stays with its tab for as long as that is open.
   */
  async adopt(sketch: string): Promise<Operation[]> {
    const adopted: Operation[] = [];
    await this.#later(async (database) => {
      const { tab, openTabs } = this.#parts;
      const others = sketch === UNMADE ? await openTabs() : new Set<string>();
      const transaction = database.transaction("pending", "readwrite");
      for await (const cursor of transaction.store.index("sketch").iterate(sketch)) {
        const row = cursor.value;
        if (row.tab !== tab && others.has(row.tab)) continue;
        if (row.tab !== tab && sketch === UNMADE) await cursor.update({ ...row, tab });
        this.#keys.set(row.operation.id, cursor.primaryKey);
        adopted.push(row.operation);
      }
      await transaction.done;
    });
    return adopted;
  }

  /** Resolves when all that was asked for is done. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  #later(act: (database: IDBPDatabase<Schema>) => Promise<void>): Promise<void> {
    const done = this.#queue.then(() =>
      this.#try(async () => {
        if (!this.#database) throw new Error("no database");
        await act(this.#database);
      }),
    );
    this.#queue = done;
    return done;
  }

  /** Full, forbidden or broken: the copy in memory is still sent. */
  async #try(act: () => Promise<void>): Promise<void> {
    let isTroubled = false;
    try {
      await act();
    } catch {
      isTroubled = true;
    }
    if (isTroubled === this.#isTroubled) return;
    this.#isTroubled = isTroubled;
    this.#parts.troubled(isTroubled);
  }
}
