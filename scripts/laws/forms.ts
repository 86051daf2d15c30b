/** The forms in which a law can be broken, as code. Each is planted, and each must be caught. */

/** How one file names another, each a way that a law must see. */
export const IMPORT_FORMS: Record<string, (specifier: string) => string> = {
  import: (at) => `import { x } from "${at}";\nexport const y = x;\n`,
  "import type": (at) => `import type { X } from "${at}";\nexport type Y = X;\n`,
  "import { type }": (at) => `import { type X } from "${at}";\nexport type Y = X;\n`,
  "export from": (at) => `export { x } from "${at}";\n`,
  "export *": (at) => `export * from "${at}";\n`,
  "export type": (at) => `export type { X } from "${at}";\n`,
  "import()": (at) => `export const y = () => import("${at}");\n`,
  "import(`…`)": (at) => `export const y = () => import(\`${at}\`);\n`,
  "import().T": (at) => `export type Y = import("${at}").X;\n`,
  "typeof import()": (at) => `export type Y = typeof import("${at}");\n`,
  require: (at) => `export const y = require("${at}");\n`,
  "import = require": (at) => `import x = require("${at}");\nexport const y = x;\n`,
  createRequire: (at) => `export const y = createRequire(import.meta.url)("${at}");\n`,
  reference: (at) => `/// <reference path="${at}" />\nexport const y = 1;\n`,
};

/** Ways to clock, timers, microtasks, chance, network, and round the law. */
export const REACHES: string[] = [
  "Date.now()",
  "new Date()",
  "Date()",
  "new Date(0)",
  "Date?.now()",
  'Date["now"]()',
  "new (Date)()",

  "globalThis.Date.now()",
  'globalThis["Date"]',
  "globalThis[`Da${'te'}`]",
  "self.Date",
  "window.Date",
  "global.Date",

  "performance.now()",
  "globalThis.performance",
  "Temporal.Now.instant()",
  "new Intl.DateTimeFormat().format()",

  "setTimeout(f, 1)",
  "setInterval(f, 1)",
  "setImmediate(f)",
  "clearTimeout(1)",
  "requestAnimationFrame(f)",
  "scheduler.wait(1)",
  "AbortSignal.timeout(1)",
  "Atomics.wait(a, 0, 0)",
  "globalThis.setTimeout(f)",
  "queueMicrotask(f)",
  "process.nextTick(f)",
  "process.hrtime()",
  "Promise.resolve().then(f)",
  "Math.random()",
  'Math["random"]()',
  "globalThis.Math.random()",
  "Math?.random()",
  "crypto.randomUUID()",
  "crypto.getRandomValues(a)",
  "globalThis.crypto",
  'globalThis["crypto"].subtle',

  'fetch("http://x")',
  'new WebSocket("ws://x")',
  'new EventSource("x")',
  "new XMLHttpRequest()",
  "navigator.sendBeacon(a)",

  'globalThis.fetch("x")',
  'globalThis["WebSocket"]',
  "new BroadcastChannel(a)",
  'new Worker("x")',
  "caches.default",

  'eval("1")',
  'new Function("return 1")',
  'f.constructor("return 1")',
  'f["constructor"]',
  "console.log(f)",
  "Buffer.alloc(1)",
  'Reflect.get(f, "x")',
  "import.meta.env",
  'process.getBuiltinModule("node:crypto")',
].map((reach) => `export const y = (f: never, a: never) => [${reach}, f, a];\n`);

export const REACHING_LINES: string[] = [
  "const { now } = Date;",
  "const D = Date;",
  "const { Date: D } = globalThis;",
  "const g = globalThis;",

  "const { random } = Math;",
  "const M = Math;",
  "const later = setTimeout;",
  "const { randomUUID } = crypto;",
  "const { setTimeout: later } = globalThis;",
  "const { constructor } = () => 1;",
  "const go = fetch;",

  "let at: Date | undefined;",
  "let make: typeof Date;",
  "let later: typeof setTimeout;",
  "let roll: typeof Math.random;",

  "let now: typeof globalThis.Date.now;",
  "declare const setTimeout: (f: () => void, ms: number) => void;",

  "declare function fetch(url: string): unknown;",
  "class Later extends Date {}",
  "const one = <T>(x = Date) => x;",
].map((line) => `${line}\nexport {};\n`);
