/** docs/live-protocol.md is the protocol: what it quotes of the code must be what the code says. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as credits from "./credits.ts";
import { FRAME_HEADER_BYTES, KIND, LIVE_PROTOCOL, QUALITY } from "./frame.ts";
import * as hostLimits from "./host-limits.ts";
import { CLOSE, DROP_REASONS, REFUSALS } from "./live.ts";
import * as timing from "./timing.ts";

const page = readFileSync(fileURLToPath(new URL("../../../docs/live-protocol.md", import.meta.url)), "utf8");
/** One long line, so that phrases are found wherever lines are broken. */
const prose = page.replaceAll(/\s+/g, " ");

/** Cells of the table whose first column is headed so. */
function table(heading: string): string[][] {
  const [, ...parts] = page.split(`\n| ${heading} |`);
  const lines = (parts[0] ?? "").split("\n").slice(2);
  const end = lines.findIndex((line) => !line.startsWith("|"));
  return lines.slice(0, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const named = new Map<string, unknown>(Object.entries({ ...timing, ...credits, ...hostLimits }));
const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, minutes: 60_000 };
const NUMBER: Record<string, number> = { two: 2, three: 3, ten: 10 };
const amount = (text: string): number => NUMBER[text] ?? Number(text.replaceAll(",", ""));

describe("the page of the protocol", () => {
  it("[R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11 R12 R20 R21 R22] its table of refusals is the code's", () => {
    const rows = table("rule").map(([rule, code]) => [rule, code.replaceAll("`", "")]);
    expect(rows).toEqual(Object.entries(REFUSALS).map(([rule, { code }]) => [rule, code]));
  });

  it("[LP3 LP4 LP9 LP27] its table of close codes is the code's, agents' own apart", () => {
    const onPage = table("code").map(([code]) => Number(code));
    const agentsOwn = [CLOSE.released, CLOSE.old_placement, CLOSE.draining, CLOSE.in_use, CLOSE.revoked].map(
      ({ code }) => code,
    );
    const inCode = Object.values(CLOSE)
      .map(({ code }) => code)
      .filter((code) => !(agentsOwn as number[]).includes(code));
    expect(onPage.length).toBeGreaterThan(5);
    expect(onPage).toEqual(inCode.toSorted((a, b) => a - b));
  });

  it("[LP3 LP4 LP9 LP34] close codes named in its sentences are the code's", () => {
    expect(prose).toContain(`Another protocol number closes the socket (${CLOSE.protocol_version.code})`);
    expect(prose).toContain(`closes the first (${CLOSE.replaced.code})`);
    expect(prose).toContain(`Messages over 1 MiB close the socket (${CLOSE.too_big.code})`);
    expect(prose).toContain(`with an older placement is closed (${CLOSE.old_placement.code})`);
  });

  it("[LP16] its drop reasons are the code's", () => {
    expect(prose).toContain(`"reason":${DROP_REASONS.map((reason) => `"${reason}"`).join("|")}}`);
  });

  it("[LP2] its header is the code's", () => {
    expect(prose).toContain(`the ${FRAME_HEADER_BYTES}-byte header`);
    expect(page).toContain(`# The live protocol, version ${LIVE_PROTOCOL}`);
    const offsets = table("offset");
    for (const [kind, number] of Object.entries(KIND)) expect(prose).toContain(`${kind} (kind ${number}`);
    const bytes: Record<string, number> = { u8: 1, u16: 2, u32: 4 };
    let at = 0;
    for (const [offset, type] of offsets) {
      expect(Number(offset)).toBe(at);
      at += bytes[type] ?? 0;
    }
    expect(at).toBe(FRAME_HEADER_BYTES);
    const quality = offsets.find(([offset]) => offset === "24")?.[2];
    expect(quality).toBe(
      `quality: ${Object.entries(QUALITY)
        .map(([name, at]) => `${at} ${name}`)
        .join(", ")}`,
    );
  });

  it("[LP1 LP7 LP14 LP20 LP26 LP27 LP30 LP34 LP35 LP46 LP47 LP49 LP54 LP56 LP57 LP58 LP60 LP61 LM6 LM7] every constant it names has the value it says", () => {
    const quoted = [
      ...prose.matchAll(/(\d[\d.]*|two|ten) (ms|s|minutes)\b[^`.;]{0,30}\(`([A-Z][A-Z_]+)`/g),
    ].map(([, number, unit, name]) => ({ name, ms: amount(number) * UNIT_MS[unit] }));
    for (const { name, ms } of quoted) expect([name, ms]).toEqual([name, named.get(name)]);
    const all = new Set([...prose.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name]) => name));
    const unchecked = [...all].filter((name) => !quoted.some((other) => other.name === name));
    // These have no unit; they are checked here.
    const counted: [name: string, value: unknown, said: string][] = [
      ["OVERDUE_FACTOR", 3, "max(1.5 s, 3 × its p95)"],
      ["OBJECTS_PER_SECOND", 2, "pieces of strokes and pictures, twice a second"],
      ["OBJECTS_AT_ONCE", 60, "and sixty at once"],
      ["PERSON_OBJECTS_PER_SECOND", 8, "together eight times a second"],
      ["STROKES_WAITING_MAX_BYTES", 2 * 1024 * 1024, "At most 2 MiB of chunks wait"],
      ["SOCKETS_PER_SKETCH", 16, "A sketch has 16 sockets"],
      ["SKETCHES_DRAWN_ON_MAX", 20, "Who draws on 20 sketches"],
    ];
    expect(unchecked).toEqual(counted.map(([name]) => name));
    for (const [name, value, said] of counted) {
      expect([name, named.get(name)]).toEqual([name, value]);
      expect(prose).toContain(said);
    }
  });

  it("[LM1 LM4 LM9 LP48] so have the numbers of credits", () => {
    expect(prose).toContain(
      `A block is at most ${credits.LIVE_BLOCK_WINDOWS_MAX} windows and at most a quarter`,
    );
    expect(credits.LIVE_BLOCK_SHARE).toBe(4);
    expect(prose).toContain(`${credits.LIVE_GRACE_WINDOWS} windows are drawn on trust`);
    expect(prose).toContain(`from 1 to ${credits.STOP_AT_MAX_CREDITS.toLocaleString("en")}`);
  });

  it("[LP9 LP11 LP25 LP33] so have the bounds it states without a name", () => {
    const { DRAFT_SIZE_PX, FULL_SIZE_PX } = timing;
    const says = [
      `at most ${DRAFT_SIZE_PX} (draft) or ${FULL_SIZE_PX} px (full)`,
      `Messages over ${timing.CLIENT_MESSAGE_MAX_BYTES / 2 ** 20} MiB`,
      `in at most ${timing.AGENT_MESSAGE_MAX_BYTES / 2 ** 20} MiB`,
      `prompt up to ${timing.PROMPT_MAX_CHARS} characters`,
      `more than ${timing.CLIENT_MESSAGES_PER_SECOND} messages in a second`,
      `hears ${timing.REFUSALS_AT_ONCE} refusals at once and then one each ${timing.REFUSAL_EVERY_MS} ms`,
      `random wait (up to ${timing.RECONNECT_JITTER_MS / 1000} s)`,
    ];
    for (const phrase of says) expect(prose).toContain(phrase);
    expect(prose).toContain("nobody drew for two minutes");
    expect(timing.IDLE_RELEASE_MS).toBe(2 * 60_000);
  });
});
