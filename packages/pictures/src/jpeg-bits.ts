/** The coded bits of one scan: stuffed bytes are taken out, and what is read beyond its end fails. */

/** Read beyond the end, or what no code stands for. */
export class BadCode extends Error {
  override readonly name = "BadCode";
}

/** By sixteen bits: the length of the code that they begin with, and its symbol; 0 where none begins so. */
export type CodeTable = Uint16Array;

const COUNTS = 16;

/** Of the lengths and symbols of a DHT segment; null where they do not fit into one code. */
export function codeTable(counts: Uint8Array, symbols: Uint8Array): CodeTable | null {
  const table = new Uint16Array(0x1_0000);
  let at = 0;
  let next = 0;
  for (let length = 1; length <= COUNTS; length++) {
    const step = 1 << (COUNTS - length);
    for (let left = counts[length - 1] ?? 0; left > 0; left--) {
      if (at + step > 0x1_0000) return null;
      table.fill((length << 8) | (symbols[next] ?? 0), at, at + step);
      at += step;
      next += 1;
    }
  }
  return table;
}

export class JpegBits {
  readonly #data: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;
  /** Of those, the last ones, that are not in the file. */
  #beyond = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  symbol(table: CodeTable): number {
    if (this.#count < 16) this.#fill();
    const found = table[(this.#bits >>> (this.#count - 16)) & 0xffff] ?? 0;
    if (found === 0) throw new BadCode("no such code");
    this.#take(found >>> 8);
    return found & 0xff;
  }

  /** A number of so many bits, 0 to 15. */
  number(length: number): number {
    if (length === 0) return 0;
    if (this.#count < 16) this.#fill();
    const value = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
    this.#take(length);
    return value;
  }

  /** The next restart, which must be this one. */
  restart(number: number): void {
    while (this.#at < this.#data.length && !this.#isMarker()) this.#at += 1;
    while (this.#data[this.#at + 1] === 0xff) this.#at += 1;
    if (this.#data[this.#at + 1] !== 0xd0 + (number & 7)) throw new BadCode("no such restart");
    this.#at += 2;
    this.#bits = this.#count = this.#beyond = 0;
  }

  #isMarker(): boolean {
    return this.#data[this.#at] === 0xff && this.#data[this.#at + 1] !== 0;
  }

  #take(length: number): void {
    this.#count -= length;
    if (this.#count < this.#beyond) throw new BadCode("read beyond the end");
  }

  #fill(): void {
    while (this.#count <= 24) {
      let byte = 0;
      if (this.#at >= this.#data.length || this.#isMarker()) this.#beyond += 8;
      else {
        byte = this.#data[this.#at] ?? 0;
        this.#at += byte === 0xff ? 2 : 1;
      }
      this.#bits = (this.#bits << 8) | byte;
      this.#count += 8;
    }
  }
}
