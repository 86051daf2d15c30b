import { at, must } from "./ground.ts";
import type { Ground } from "./ground.ts";
import { saving, small } from "./graphs.ts";
import type { Rule } from "./rule.ts";
import type { Tap } from "./tap.ts";

/** Runs a graph to its end for a socket; resolves with the prompt's id. */
async function runFor(ground: Ground, tap: Tap, graph: object): Promise<string> {
  const { promptId, status, text } = await ground.submit(graph, { client_id: tap.clientId });
  must(status === 200, text);
  await tap.ended(promptId);
  return promptId;
}

/** The nodes that a prompt did not have to run. */
function cachedIn(tap: Tap, promptId: string): readonly string[] {
  const nodes = tap.of("execution_cached", promptId)[0]?.["nodes"];
  return Array.isArray(nodes) ? nodes.map(String) : [];
}

/** What sockets hear. */
export const runningRules: readonly Rule[] = [
  {
    title: "the first message is status with the given id, then the answer to feature_flags",
    check: async (ground) => {
      const tap = await ground.tap({ clientId: "contract-first" });
      must(tap.heard[0]?.raw?.type === "status", tap.heard[0]);
      must(tap.heard[0].raw.data["sid"] === "contract-first", tap.heard[0]);
      await tap.until(() => tap.of("feature_flags").length > 0, "feature_flags");
      must(tap.of("feature_flags")[0]?.["supports_preview_metadata"] === true, tap.heard);
    },
  },
  {
    title: "without an id the server makes one",
    check: async (ground) => {
      const tap = await ground.tap({ clientId: "", flags: null });
      must(/^[0-9a-f]{32}$/.test(String(tap.heard[0]?.raw?.data["sid"])), tap.heard[0]);
    },
  },
  {
    title: "feature_flags are heard in the first message only",
    check: async (ground) => {
      const tap = await ground.tap({ flags: null });
      tap.say({ type: "something", data: {} });
      tap.say({ type: "feature_flags", data: { supports_preview_metadata: true } });
      await new Promise((resolve) => setTimeout(resolve, 300));
      must(tap.of("feature_flags").length === 0, tap.heard);
    },
  },
  {
    title: "a run is told in order: start, cached, nodes, picture, success, status, executing null",
    check: async (ground) => {
      const tap = await ground.tap();
      const from = tap.heard.length;
      const promptId = await runFor(ground, tap, small(ground.fresh()));
      const types = tap.heard.slice(from).map(({ raw, frameEvent }) => raw?.type ?? `binary ${frameEvent}`);
      const told = types.filter((type) => type !== "progress_state" && type !== "status");
      const running = ["executing", "executing", "executing", "executing", "binary 4", "progress"];
      const expected = ["execution_start", "execution_cached", ...running, "execution_success", "executing"];
      must(JSON.stringify(told) === JSON.stringify(expected), types);
      must(types.at(-2) === "status" && types[0] === "status", types);
      const states = tap.of("progress_state", promptId).at(-1)?.["nodes"];
      must(Object.keys(Object(states)).length === 4, states);
    },
  },
  {
    title: "the picture's frame names its node and prompt and holds a whole PNG",
    check: async (ground) => {
      const tap = await ground.tap();
      const promptId = await runFor(ground, tap, small(ground.fresh()));
      const image = tap.heard.find(({ event }) => event.kind === "image")?.event;
      must(image?.kind === "image" && image.nodeId === "4" && image.promptId === promptId, image);
      must(image.mime === "image/png" && image.bytes[1] === 0x50, image.mime);
    },
  },
  {
    title: "without the flag the frame is event 1, after its progress",
    check: async (ground) => {
      const tap = await ground.tap({ flags: null });
      await runFor(ground, tap, small(ground.fresh()));
      const frame = tap.heard.findIndex(({ frameEvent }) => frameEvent === 1);
      const progress = tap.heard.findIndex(({ raw }) => raw?.type === "progress");
      must(
        frame > progress && progress > 0,
        tap.heard.map(({ raw, frameEvent }) => raw?.type ?? frameEvent),
      );
    },
  },
  {
    title: "another client's socket hears status only",
    check: async (ground) => {
      const [owner, other] = [await ground.tap(), await ground.tap()];
      const from = other.heard.length;
      await runFor(ground, owner, small(ground.fresh()));
      const kinds = new Set(other.heard.slice(from).map(({ raw }) => raw?.type ?? "binary"));
      must(
        [...kinds].every((kind) => kind === "status" || kind === "feature_flags"),
        [...kinds],
      );
    },
  },
  {
    title: "a prompt of nobody sends its picture to everybody, as event 1, and no execution_start",
    check: async (ground) => {
      const tap = await ground.tap();
      await ground.submit(small(ground.fresh()));
      await tap.until(() => tap.heard.some(({ frameEvent }) => frameEvent !== null), "a picture");
      must(
        tap.heard.some(({ frameEvent }) => frameEvent === 1),
        "no event 1",
      );
      must(tap.of("execution_start").length === 0 && tap.of("progress_state").length > 0, "execution_start");
    },
  },
  {
    title: "the same graph again: what was made is cached, SaveImageWebsocket runs and sends again",
    check: async (ground) => {
      const tap = await ground.tap();
      const graph = small(ground.fresh());
      await runFor(ground, tap, graph);
      const again = await runFor(ground, tap, graph);
      const cached = cachedIn(tap, again);
      must(JSON.stringify([...cached].sort()) === '["1","2","3"]', cached);
      must(tap.heard.filter(({ event }) => event.kind === "image").length === 2, "not sent again");
    },
  },
  {
    title: "node ids are no part of the cache's key",
    check: async (ground) => {
      const tap = await ground.tap();
      const graph = small(ground.fresh());
      await runFor(ground, tap, graph);
      const renamed = JSON.parse(JSON.stringify(graph).replaceAll(/"([123])"/g, '"n$1"')) as object;
      const again = await runFor(ground, tap, renamed);
      must(cachedIn(tap, again).length === 3, tap.of("execution_cached"));
    },
  },
  {
    title: "a saved picture again: executed repeats the old name, no new file",
    check: async (ground) => {
      const tap = await ground.tap();
      const graph = saving(ground.fresh());
      const names: unknown[] = [];
      for (let round = 0; round < 2; round++) {
        const id = await runFor(ground, tap, graph);
        names.push(at(tap.of("executed", id)[0], "output", "images", 0, "filename"));
      }
      must(typeof names[0] === "string" && names[0] === names[1], names);
    },
  },
  {
    title: "an old graph after another one: forgotten by the classic cache, kept by the newer",
    check: async (ground) => {
      const tap = await ground.tap();
      const [first, second] = [small(ground.fresh()), small(ground.fresh())];
      await runFor(ground, tap, first);
      await runFor(ground, tap, second);
      const again = await runFor(ground, tap, first);
      const cached = cachedIn(tap, again).length;
      must(cached === (ground.newer ? 3 : 0), cached);
    },
  },
  {
    title: "a batch of three sends three frames",
    check: async (ground) => {
      const tap = await ground.tap();
      const graph = small(ground.fresh());
      graph["1"]!.inputs = { ...graph["1"]!.inputs, batch_size: 3 };
      await runFor(ground, tap, graph);
      must(tap.heard.filter(({ event }) => event.kind === "image").length === 3, "frames");
    },
  },
  {
    title: "a text node sends event 3",
    check: async (ground) => {
      const tap = await ground.tap();
      const sized = { width: ["size", 0], height: 8, batch_size: 1, color: 0 };
      await runFor(ground, tap, {
        "1": small(ground.fresh())["1"],
        size: { class_type: "GetImageSize", inputs: { image: ["1", 0] } },
        again: { class_type: "EmptyImage", inputs: sized },
        save: { class_type: "SaveImageWebsocket", inputs: { images: ["again", 0] } },
      });
      const text = tap.heard.find(({ event }) => event.kind === "text")?.event;
      must(text?.kind === "text" && text.nodeId === "size" && text.text.includes("width: 64"), text);
    },
  },
  {
    title: "free_memory empties the cache, unload_models alone does not",
    check: async (ground) => {
      const tap = await ground.tap();
      const graph = small(ground.fresh());
      await runFor(ground, tap, graph);
      const counts: number[] = [];
      for (const body of [{ unload_models: true }, { free_memory: true }]) {
        must((await ground.ask("POST", "/free", body)).status === 200, body);
        // The server acts on it when its worker looks, within a second.
        await new Promise((resolve) => setTimeout(resolve, 1500));
        const id = await runFor(ground, tap, graph);
        counts.push(cachedIn(tap, id).length);
      }
      must(counts[0] === 3 && counts[1] === 0, counts);
    },
  },
  {
    title: "a second socket under one id goes deaf when the first closes",
    check: async (ground) => {
      const first = await ground.tap({ clientId: "contract-twice" });
      const second = await ground.tap({ clientId: "contract-twice" });
      await first.close();
      await new Promise((resolve) => setTimeout(resolve, 300));
      const from = second.heard.length;
      const other = await ground.tap();
      await runFor(ground, other, small(ground.fresh()));
      must(second.heard.length === from, second.heard.slice(from));
    },
  },
  {
    title: "under a fresh id a new socket hears everything",
    check: async (ground) => {
      const first = await ground.tap();
      await first.close();
      const second = await ground.tap();
      await runFor(ground, second, small(ground.fresh()));
      must(second.of("execution_success").length === 1, second.heard.length);
    },
  },
];
