/** Words that must not be drawn never leave the session. */
import { expect, test } from "vitest";
import { Drawer } from "../drawer.ts";
import { FakeAgent } from "../fake-agent.ts";
import { call, expectJson, newSketch } from "../people.ts";

const REFUSED = {
  sexual: [
    "a nude woman on a beach",
    "NSFW",
    "two people, naked, oil painting",
    "n4ked statue",
    "NÜDE figure",
    "hentai style",
    "a porn\nscene",
    "erotic/photo",
  ],
  minors: [
    "a teenager in underwear",
    "schoolgirl, seductive pose",
    "loli",
    "a child covered in blood",
    "an underage person",
    "kids in bikini",
  ],
  "real people": [
    "a photo of President Smith",
    "deepfake of my neighbour",
    "portrait of actress Jane Doe",
    "Photo of Prime Minister Jones",
    "a man who looks exactly like John Smith",
    "celebrity lookalike on a red carpet",
  ],
};
const ALLOWED = [
  "a lighthouse at dusk",
  "a boy with a kite on a hill",
  "children playing in the snow",
  "Essex countryside, a sextant on a table",
  "a portrait of an old fisherman",
  "picture of a king crab, Portrait of queen bees",
  "a chicken breast with peas",
  "ein grünes Feld, 漢字, 🦙",
  "",
];

test.each(Object.entries(REFUSED))(
  "R10, %s: refused, and the agent never hears of it",
  async (_what, prompts) => {
    const owned = await newSketch({ settings: { prompt: "a calm sea" } });
    const agent = await FakeAgent.start();
    const drawer = await Drawer.join(owned);
    await drawer.live();
    const link = await agent.linkTo(owned.sketch.id);
    for (const prompt of prompts) {
      drawer.settings({ prompt });
      expect({ prompt, ...(await drawer.refused("R10")) }).toMatchObject({ prompt, code: "prompt_refused" });
      drawer.frame(1);
      await drawer.refused("R8");
    }
    drawer.settings({ prompt: "a calm lake" });
    drawer.frame(1);
    await drawer.picture(1);
    expect(link.frames).toHaveLength(1);
    const heard = link.wire.log.filter((said) => typeof said === "string" && said.includes('"settings"'));
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain("a calm lake");
    // What was refused is in no table either.
    const path = `/api/sketches/${owned.sketch.id}`;
    expect(await expectJson(call("GET", path, { cookie: owned.cookie }))).not.toMatchObject({
      settings: { prompt: expect.stringContaining(prompts[0] ?? "") },
    });
  },
);

test("refused words leave the words before them in force", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.drawing(owned);
  await drawer.live();
  drawer.settings({ prompt: "a nude" });
  await drawer.refused("R10");
  drawer.frame(1, { settingsVersion: 1 });
  await drawer.picture(1);
  expect((await agent.linkTo(owned.sketch.id)).frames[0]?.settingsVersion).toBe(1);
});

test("ordinary words pass", async () => {
  const owned = await newSketch();
  const agent = await FakeAgent.start();
  const drawer = await Drawer.join(owned);
  const link = await agent.linkTo(owned.sketch.id);
  await drawer.live();
  for (const [at, prompt] of ALLOWED.entries()) {
    drawer.settings({ prompt });
    drawer.frame(at + 1);
    expect((await link.take("settings")).settings.prompt).toBe(prompt);
    await drawer.picture(at + 1);
  }
  expect(drawer.said().some(({ type }) => type === "refused")).toBe(false);
});
