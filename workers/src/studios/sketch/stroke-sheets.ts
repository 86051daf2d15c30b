/** How pieces of a stroke log are packed into sheets: some fifteen bytes each, where a row was a hundred and fifty. */
import type { StrokeChunkRow } from "@llamasketch/db";
import { logKey, sketchPrefix } from "../../media/keys.ts";

interface Sheet {
  sketchId: string;
  fromIndex: number;
  epoch: number;
  baseId: number;
  createdAt: number;
  pieces: string;
}

/** A tab begins its ids at a multiple of this. */
const IDS_OF_A_TAB = 2 ** 20;

/** Pieces in order, in runs of one epoch and one tab. */
export function sheetsOf(rows: readonly StrokeChunkRow[]): Sheet[] {
  const sheets: (Omit<Sheet, "pieces"> & { pieces: string[] })[] = [];
  for (const row of rows) {
    const ids = JSON.parse(row.chunkIds) as number[];
    const baseId = Math.floor((ids[0] ?? 0) / IDS_OF_A_TAB) * IDS_OF_A_TAB;
    const last = sheets.at(-1);
    const goesOn =
      last?.epoch === row.epoch &&
      last.baseId === baseId &&
      last.fromIndex + last.pieces.length === row.chunkIndex;
    const piece = pieceOf(row, ids, baseId);
    if (goesOn) last.pieces.push(piece);
    else {
      const { sketchId, chunkIndex: fromIndex, epoch, createdAt } = row;
      sheets.push({ sketchId, fromIndex, epoch, baseId, createdAt, pieces: [piece] });
    }
  }
  return sheets.map((sheet) => ({ ...sheet, pieces: `[${sheet.pieces.join(",")}]` }));
}

function pieceOf(row: StrokeChunkRow, ids: readonly number[], baseId: number): string {
  const told = ids.map((id) => id - baseId);
  const piece: unknown[] = [row.version, row.bytes, told.length === 1 ? told[0] : told];
  const { sketchId, objectKey } = row;
  if (objectKey !== logKey(sketchId, row.chunkIndex)) {
    const prefix = sketchPrefix(sketchId);
    piece.push(objectKey.startsWith(prefix) ? objectKey.slice(prefix.length) : `/${objectKey}`);
  }
  return JSON.stringify(piece);
}
