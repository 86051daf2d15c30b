// Run as: npm run contract -- --comfy http://127.0.0.1:8188
import { parseArgs } from "node:util";
import { checkContract, resultLine } from "../packages/comfyui/src/contract/contract.ts";

const { values } = parseArgs({
  options: {
    comfy: { type: "string", default: "http://127.0.0.1:8188" },
    only: { type: "string" },
  },
});
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
