/**
 * `npm run laws`: holds the tree against the laws of imports and of pure rooms, then plants violations of each in
 * memory. Ends with one line of JSON; fails unless all that was planted was caught. `--map` writes the map of
 * CONTRIBUTING.md, `--check` plants nothing.
 */
import { check } from "./laws/check.ts";
import { HOUSE_FILE, houseOf, type House } from "./laws/house.ts";
import { mapDifferences, readPage, writeMap } from "./laws/map.ts";
import { forbiddenPairs, importPlants, reachPlants } from "./laws/plants.ts";
import { missed } from "./laws/missed.ts";
import { resolver } from "./laws/resolve.ts";
import { readTree } from "./laws/tree.ts";
import { root } from "./root.ts";

/** Besides the three ways to name a room: the forms that a law of imports is most easily forgotten in. */
const EVERYWHERE = ["export from", "import()", "import().T", "require"];

function houseOrEnd(): House {
  try {
    return houseOf(root);
  } catch (error) {
    console.error(`${HOUSE_FILE}: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}

const house = houseOrEnd();
if (process.argv.includes("--map")) writeMap(root, house);

const resolve = resolver(root);
const files = readTree(root, resolve);
const { broken, circles } = check(house, files);
const mapDiffers = mapDifferences(house, readPage(root));
for (const line of [...broken, ...mapDiffers]) console.log(line);
for (const { from, to, edges, reason } of house.exceptions)
  console.log(`excepted: ${from} → ${to}, ${edges} imports. ${reason}`);

const plants = process.argv.includes("--check")
  ? []
  : [...importPlants(house, files, root, EVERYWHERE), ...reachPlants(house)];
const uncaught = missed(house, plants, resolve);
for (const { name } of uncaught) console.log(`not caught: ${name}`);

console.log(
  JSON.stringify({
    rooms: house.tables.flatMap(({ rooms }) => rooms).length,
    pairs: forbiddenPairs(house).length,
    planted: plants.length,
    caught: plants.length - uncaught.length,
    cycles: circles.arrows.length,
    cyclesBound: house.circles.arrows,
    filesInCycles: circles.files.length,
    exceptions: house.exceptions.reduce((sum, { edges }) => sum + edges, 0),
    broken: broken.length,
    mapDiffers: mapDiffers.length,
  }),
);
process.exitCode = broken.length + mapDiffers.length + uncaught.length > 0 ? 1 : 0;
