/** Where an arrow leads in a grid of `count` places, `columns` to a row; the ends hold. */
export function gridMove(at: number, key: string, columns: number, count: number): number {
  const last = count - 1;
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowRight":
      return Math.min(last, at + 1);
    case "ArrowUp":
      return at - columns >= 0 ? at - columns : at;
    case "ArrowDown":
      // Into a last row that is shorter than this one.
      return at + columns <= last ? at + columns : rowOf(at, columns) < rowOf(last, columns) ? last : at;
    default:
      return at;
  }
}

const rowOf = (at: number, columns: number): number => Math.floor(at / columns);
