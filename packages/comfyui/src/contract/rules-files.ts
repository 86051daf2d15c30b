import { at, must } from "./ground.ts";
import { saving } from "./graphs.ts";
import type { Rule } from "./rule.ts";

/** A one-pixel PNG; `shade` makes its bytes differ in a text chunk after the picture. */
function png(shade: number): Uint8Array<ArrayBuffer> {
  const base =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  const bytes = Uint8Array.from(atob(base), (char) => char.charCodeAt(0));
  return Uint8Array.from([...bytes, shade & 255, (shade >> 8) & 255, (shade >> 16) & 255]);
}

/** Uploads, views and information. */
export const fileRules: readonly Rule[] = [
  {
    title: "an upload under a taken name with other bytes is renamed, with the same bytes it is reused",
    check: async (ground) => {
      const [one, two] = [png(ground.fresh()), png(ground.fresh())];
      const name = `name-${ground.fresh()}.png`;
      const target = { name, subfolder: "contract" };
      const first = await ground.client.uploadImage(one, target);
      const same = await ground.client.uploadImage(one, target);
      const other = await ground.client.uploadImage(two, target);
      must(first.name === name && first.subfolder === "contract" && first.type === "input", first);
      must(same.name === name, same);
      must(other.name === name.replace(".png", " (1).png"), other);
      const over = await ground.client.uploadImage(two, { ...target, overwrite: true });
      must(over.name === name, over);
    },
  },
  {
    title: "an upload that points outside its folder is refused",
    check: async (ground) => {
      for (const subfolder of ["../outside", "/etc"]) {
        const form = new FormData();
        form.set("image", new Blob([png(1)]), "a.png");
        form.set("subfolder", subfolder);
        const { status } = await fetch(`${ground.baseUrl}/upload/image`, { method: "POST", body: form });
        must(status === 400, [subfolder, status]);
      }
    },
  },
  {
    title: "an upload without a picture is 400",
    check: async (ground) => {
      const form = new FormData();
      form.set("type", "input");
      const { status } = await fetch(`${ground.baseUrl}/upload/image`, { method: "POST", body: form });
      must(status === 400, status);
    },
  },
  {
    title: "files in a subfolder of input are not listed, but load",
    check: async (ground) => {
      const { name } = await ground.client.uploadImage(png(ground.fresh()), {
        name: "hidden.png",
        subfolder: "contract",
      });
      const info = await ground.ask("GET", "/object_info/LoadImage");
      must(!info.text.includes(name), "listed");
      const load = { class_type: "LoadImage", inputs: { image: `contract/${name}` } };
      const save = { class_type: "SaveImageWebsocket", inputs: { images: ["1", 0] } };
      const answer = await ground.submit({ "1": load, "2": save });
      must(answer.status === 200, answer.text);
    },
  },
  {
    title: "a saved file can be viewed, as it is and as a preview",
    check: async (ground) => {
      const tap = await ground.tap();
      const { promptId } = await ground.submit(saving(ground.fresh()), { client_id: tap.clientId });
      await tap.ended(promptId);
      const file = at(tap.of("executed", promptId)[0], "output", "images", 0);
      const query = new URLSearchParams(Object(file) as Record<string, string>);
      must((await ground.ask("GET", `/view?${query}`)).contentType === "image/png", file);
      const preview = await ground.ask("GET", `/view?${query}&preview=webp;90`);
      must(preview.contentType === "image/webp", preview.contentType);
    },
  },
  {
    title: "view: nothing 404, an absent file 404, a bad name 400, a bad folder 403",
    check: async (ground) => {
      const cases: [string, number][] = [
        ["/view", 404],
        ["/view?filename=absent-file.png", 404],
        ["/view?filename=../x.png", 400],
        ["/view?filename=x.png&type=nope", 400],
        ["/view?filename=x.png&subfolder=../..", 403],
      ];
      for (const [path, status] of cases) {
        const answer = await ground.ask("GET", path);
        must(answer.status === status, [path, answer.status]);
      }
    },
  },
  {
    title: "every route is also served under /api",
    check: async (ground) => {
      for (const path of ["/api/prompt", "/api/queue", "/api/system_stats", "/api/object_info/SaveImage"])
        must((await ground.ask("GET", path)).status === 200, path);
    },
  },
  {
    title: "a page of another site may not drive a server on this machine",
    check: async (ground) => {
      const foreign = await ground.ask("GET", "/prompt", undefined, { origin: "http://example.com" });
      must(foreign.status === 403, foreign.status);
      const own = await ground.ask("GET", "/prompt", undefined, { origin: new URL(ground.baseUrl).origin });
      must(own.status === 200, own.status);
    },
  },
  {
    title: "a request marked cross-site is refused",
    only: "newer",
    check: async (ground) => {
      const answer = await ground.ask("GET", "/prompt", undefined, { "sec-fetch-site": "cross-site" });
      must(answer.status === 403, answer.status);
    },
  },
  {
    title: "system_stats names a version and devices; features tells supports_preview_metadata",
    check: async (ground) => {
      const stats = await ground.client.systemStats();
      must(/^\d+\.\d+\.\d+/.test(stats.version ?? "") && stats.devices.length > 0, stats);
      const features = await ground.client.features();
      must(
        features["supports_preview_metadata"] === true && typeof features["max_upload_size"] === "number",
        features,
      );
    },
  },
  {
    title: "object_info of one class has its inputs in order; of an unknown one it is empty",
    check: async (ground) => {
      const { json } = await ground.ask("GET", "/object_info/EmptyImage");
      const order = at(json, "EmptyImage", "input_order", "required");
      must(JSON.stringify(order) === '["width","height","batch_size","color"]', order);
      const unknown = await ground.ask("GET", "/object_info/NoSuchClass");
      must(unknown.status === 200 && unknown.text === "{}", unknown);
    },
  },
  {
    title: "models: known folders are lists, unknown ones 404",
    check: async (ground) => {
      const folders = (await ground.ask("GET", "/models")).json;
      must(Array.isArray(folders) && folders.includes("checkpoints"), folders);
      must(Array.isArray((await ground.ask("GET", "/models/checkpoints")).json), "no list");
      must((await ground.ask("GET", "/models/no-such-folder")).status === 404, "found");
    },
  },
  {
    title: "an unknown route is 404",
    check: async (ground) => must((await ground.ask("GET", "/no-such-route")).status === 404, "found"),
  },
];
