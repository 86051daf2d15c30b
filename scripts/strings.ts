/** `npm run strings`: every text that a customer may read, with its place, one a line. */
import { root } from "./root.ts";
import { allTexts } from "./strings/collect.ts";

for (const { place, kind, text } of allTexts(root))
  console.log(`${place}\t${kind}\t${text.replaceAll(/\s+/gu, " ")}`);
