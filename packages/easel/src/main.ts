#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createEasel } from "./easel.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8188" },
    host: { type: "string", default: "127.0.0.1" },
    "delay-ms": { type: "string", default: "0" },
  },
});
const easel = await createEasel({
  port: whole("port", values.port, 65_535),
  host: values.host,
  paintDelayMs: whole("delay-ms", values["delay-ms"], 600_000),
  log: (line) => console.log(line),
});
console.log(`easel ${easel.url} (the built-in painter, not a model)`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void easel.close().then(() => process.exit(0)));
}

function whole(name: string, value: string, max: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0 && number <= max) return number;
  console.error(`--${name} must be a whole number from 0 to ${max}`);
  process.exit(2);
}
