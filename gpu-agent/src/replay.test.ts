/** A history can be drawn again: the built-in painter gives the same bytes for the same canvas, words, strength, seed and size. */
import { describe, expect, it } from "vitest";
import { createEasel } from "@llamasketch/easel";
import sharp from "sharp";
import { ComfyProducer } from "./comfy-producer.ts";
import type { Canvas } from "./producer.ts";

const SIDES = { draft: 256, full: 384 } as const;

/** A house, a sun and a path, as a JPEG of this size. */
async function canvas(
  quality: keyof typeof SIDES,
  change: Partial<Canvas["settings"]> = {},
): Promise<Canvas> {
  const px = SIDES[quality];
  const lines =
    '<path d="M60 180V110L110 70L160 110V180ZM100 180V140H120V180M200 40a18 18 0 1 0 1 0M110 190Q130 230 90 256"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" width="${px}" height="${px}"><rect width="256" height="256" fill="#fff"/><g fill="none" stroke="#222" stroke-width="5">${lines}</g></svg>`;
  const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer();
  const settings = { prompt: "a house by a lake at dusk, watercolour", strength: 0.6, seed: 7, ...change };
  return { session: "s1", bytes, format: "jpeg", widthPx: px, heightPx: px, quality, settings };
}

/** What a freshly started painter and agent make of these, one after the other. */
async function drawn(canvases: Canvas[], nodePack: boolean): Promise<string[]> {
  const easel = await createEasel({ port: 0, nodePack });
  const producer = await ComfyProducer.open({ url: easel.url, workflow: "auto", log: () => undefined });
  try {
    const pictures: string[] = [];
    for (const one of canvases) {
      const { bytes, format } = await producer.produce(one);
      pictures.push(`${format} ${Buffer.from(bytes).toString("base64")}`);
    }
    return pictures;
  } finally {
    producer.close();
    await easel.close();
  }
}

describe("drawn again", () => {
  it("[LP44] the same canvas and settings give the same bytes: at once, after others, after a restart, on both roads", async () => {
    const all = await Promise.all((["draft", "full"] as const).map((quality) => canvas(quality)));
    const other = await canvas("draft", { prompt: "a ship in a storm, oil", seed: 99 });
    const first = await drawn([...all, other, ...all.toReversed()], true);
    expect(new Set(first).size).toBe(3);
    expect(first.slice(3).toReversed()).toEqual(first.slice(0, 2));
    expect(await drawn([other, ...all], true)).toEqual([first[2], ...first.slice(0, 2)]);
    expect(await drawn([...all, ...all], false)).toEqual([...first.slice(0, 2), ...first.slice(0, 2)]);
  }, 60_000);

  it("[LP44] another seed, strength, words, size or canvas gives another", async () => {
    const pictures = await drawn(
      [
        await canvas("draft"),
        await canvas("draft", { seed: 8 }),
        await canvas("draft", { strength: 0.4 }),
        await canvas("draft", { prompt: "a house by a lake at noon, ink" }),
        await canvas("full"),
        { ...(await canvas("draft")), bytes: await blank() },
      ],
      true,
    );
    expect(new Set(pictures).size).toBe(6);
  }, 60_000);

  it("[LP44] for another sketch it is the same", async () => {
    const one = await canvas("draft");
    const [mine, theirs] = await drawn([one, { ...one, session: "s2" }], true);
    expect(theirs).toBe(mine);
  }, 60_000);
});

const blank = (): Promise<Buffer> =>
  sharp({ create: { width: 256, height: 256, channels: 3, background: "#ffffff" } })
    .jpeg()
    .toBuffer();
