/** Which plants the laws do not see. */
import { catcher } from "./check.ts";
import { roomFinder, type House } from "./house.ts";
import type { Plant } from "./plants.ts";
import type { Resolve } from "./resolve.ts";
import { readSource } from "./tree.ts";

export function missed(house: House, plants: Plant[], resolve: Resolve): Plant[] {
  const isCaught = catcher(house);
  const roomOf = roomFinder(house);
  return plants.filter(({ path, code, leadsTo }) => {
    const file = readSource(path, code, resolve);
    const target = file.edges[0]?.target;
    const seen = target && "file" in target ? roomOf(target.file)?.room : undefined;
    return !isCaught(file) || (leadsTo !== undefined && seen !== leadsTo);
  });
}
