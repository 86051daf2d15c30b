/** A visible mark in the lower right corner: white letters on a dark plate, legible on anything and never over 6 % of the height. */
import { MARK_GLYPHS } from "./mark-glyphs.ts";

/** Of the picture's height. */
const PLATE_PART = 0.06;
/** Of its width, at most. */
const WIDTH_PART = 0.9;
/** Of the plate's height. */
const LETTERS_PART = 0.66;
const PADDING_PART = 0.35;
/** Where letters stand in an em: from the baseline up to a capital's head. */
const CAPITAL_EM = 0.73;
const EM = 1000;

export interface Mark {
  svg: Buffer;
  leftPx: number;
  topPx: number;
}

/** What is laid over a picture of this size. */
export function markFor(text: string, widthPx: number, heightPx: number): Mark {
  const glyphs = [...text].flatMap((letter) => {
    const glyph = MARK_GLYPHS[letter];
    return glyph ? [glyph] : [];
  });
  const ems = glyphs.reduce((sum, [advance]) => sum + advance, 0) / EM;
  const widestPx = Math.floor(widthPx * WIDTH_PART);
  const widthPerHeight = ems * LETTERS_PART + 2 * PADDING_PART;
  const plateHeightPx = Math.max(1, Math.floor(Math.min(heightPx * PLATE_PART, widestPx / widthPerHeight)));
  const plateWidthPx = Math.min(widestPx, Math.ceil(plateHeightPx * widthPerHeight));
  const emPx = plateHeightPx * LETTERS_PART;
  const baselinePx = (plateHeightPx + emPx * CAPITAL_EM) / 2;
  const scale = emPx / EM;
  let at = plateHeightPx * PADDING_PART;
  const letters = glyphs.map(([advance, outline]) => {
    const letter = `<path transform="translate(${at.toFixed(2)} ${baselinePx.toFixed(2)}) scale(${scale.toFixed(5)})" d="${outline}"/>`;
    at += advance * scale;
    return letter;
  });
  const plate = `<rect width="${plateWidthPx}" height="${plateHeightPx}" rx="${(plateHeightPx / 5).toFixed(2)}" fill="#000" fill-opacity="0.62"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${plateWidthPx}" height="${plateHeightPx}">${plate}<g fill="#fff">${letters.join("")}</g></svg>`;
  const edgePx = Math.floor(heightPx * 0.015);
  return {
    svg: Buffer.from(svg),
    leftPx: Math.max(0, widthPx - plateWidthPx - edgePx),
    topPx: Math.max(0, heightPx - plateHeightPx - edgePx),
  };
}
