// Run as: npm run contract -- --comfy http://127.0.0.1:8188
import { parseArgs } from "node:util";
import { checkContract, resultLine } from "../packages/comfyui/src/contract/contract.ts";

const USAGE = `npm run contract -- [--comfy http://127.0.0.1:8188] [--only 1,2,3]

  Holds a ComfyUI to the numbered rules of packages/comfyui; --only names some of them.`;
const OPTIONS = {
  comfy: { type: "string", default: "http://127.0.0.1:8188" },
  only: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

const values = readOptions();
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const only = values.only?.split(",").map(Number);
try {
  const results = await checkContract({
    baseUrl: values.comfy.replace(/\/+$/, ""),
    fetch,
    WebSocket,
    onResult: (result) => console.log(resultLine(result)),
    ...(only ? { only } : {}),
  });
  const count = (outcome: string): number => results.filter((result) => result.outcome === outcome).length;
  const skipped = count("skipped");
  if (skipped > 0) console.log(`${skipped} skipped`);
  console.log(`${count("ok")} passed, ${count("failed")} failed`);
  process.exit(count("failed") === 0 ? 0 : 1);
} catch (error) {
  console.error(`No ComfyUI at ${values.comfy}: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message.split(". ", 1)[0] : String(error)}.\n\n${USAGE}`);
    process.exit(2);
  }
}
