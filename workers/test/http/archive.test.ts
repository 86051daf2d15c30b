/** L36, a whole sketch as a ZIP: everything in it, nothing held in memory, and the truth about what is missing. */
import { env } from "cloudflare:workers";
import { makeZip } from "client-zip";
import { archiveManifest, type ArchiveManifest } from "@llamasketch/contract";
import { describe, expect, test } from "vitest";
import { services } from "../../src/services.ts";
import { ArchivePart, SKETCH_READS } from "../../src/http/archive.ts";
import { archiveFiles } from "../../src/studios/sketch/archive.ts";
import { png } from "../images.ts";
import { call, expectJson, newSketch, type Owned } from "../people.ts";
import { chunkBytes, plantChunks, plantPicture, plantedKey } from "../planted.ts";
import { readZip } from "../zip.ts";
import { expectProblem } from "./problem.ts";

const fetchArchive = ({ cookie, sketch }: Owned) =>
  call("GET", `/api/sketches/${sketch.id}/archive`, { cookie });
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

async function archive(owned: Owned): Promise<{ files: Map<string, Uint8Array>; manifest: ArchiveManifest }> {
  const answer = await fetchArchive(owned);
  expect(answer.status).toBe(200);
  const files = readZip(new Uint8Array(await answer.arrayBuffer()));
  return { files, manifest: archiveManifest.parse(JSON.parse(text(files.get("sketch.json")))) };
}

describe("the archive", () => {
  test("holds every picture, the whole log and what both are", async () => {
    const owned = await newSketch({ title: "Boats", settings: { prompt: "a boat", strength: 0.5, seed: 3 } });
    const { id } = owned.sketch;
    await plantChunks(id, 3);
    await plantPicture(id, { version: 1, pinnedAt: 5 });
    await plantPicture(id, { version: 1, kind: "variation", variation: 2, seed: 99 }, png(64, 32));
    await plantPicture(id, { version: 2, kind: "final", quality: "final", format: "jpeg" });
    const { files, manifest } = await archive(owned);
    const names = manifest.pictures.map(({ file }) => file);
    expect(names.map((name) => name?.replace(/\d{5}/, "N")).toSorted()).toEqual([
      "pictures/N-final-e1-v2.jpg",
      "pictures/N-live-e1-v1.png",
      "pictures/N-variation-2-e1-v1.png",
    ]);
    expect([...files.keys()]).toEqual(["strokes.bin", ...names, "sketch.json"]);
    expect(text(files.get("strokes.bin"))).toBe([0, 1, 2].map((n) => text(chunkBytes(n))).join(""));
    expect(manifest).toMatchObject({
      sketch: { id, title: "Boats", settings: { prompt: "a boat", strength: 0.5, seed: 3 } },
      strokes: { file: "strokes.bin", chunks: 3, bytes: files.get("strokes.bin")?.length },
      complete: true,
      missing: [],
    });
    const variation = manifest.pictures.find(({ kind }) => kind === "variation");
    expect(variation).toMatchObject({ variation: 2, settings: { seed: 99 } });
    expect(files.get(variation?.file ?? "")).toEqual(png(64, 32));
    expect(manifest.pictures.filter(({ pinnedAt }) => pinnedAt !== null)).toHaveLength(1);
  });

  test("of more than one answer can read comes in parts that hold all of it, each thing once", async () => {
    const owned = await newSketch();
    const { id } = owned.sketch;
    await plantChunks(id, 3);
    for (const version of [1, 2, 3]) await plantPicture(id, { version });
    const known = services(env);
    const row = await known.sketches.anyById(id);
    if (!row) throw new Error("no sketch");
    const partOf = async (part: number): Promise<Map<string, Uint8Array>> => {
      const files = archiveFiles(known, row, new ArchivePart(env.MEDIA, part, SKETCH_READS + 4));
      return readZip(new Uint8Array(await new Response(makeZip(files)).arrayBuffer()));
    };
    const [first, second] = [await partOf(1), await partOf(2)];
    const names = (files: Map<string, Uint8Array>) => [...files.keys()].filter((name) => name.includes("/"));
    expect([names(first).length, names(second).length]).toEqual([1, 2]);
    expect(new Set([...names(first), ...names(second)]).size).toBe(3);
    const log = [first, second].map((files) => text(files.get("strokes.bin"))).join("");
    expect(log).toBe([0, 1, 2].map((n) => text(chunkBytes(n))).join(""));
    for (const files of [first, second]) {
      const manifest = archiveManifest.parse(JSON.parse(text(files.get("sketch.json"))));
      expect(manifest.pictures.map(({ file }) => file)).toEqual(names(files));
    }
  });

  test("says so before anything is sent, and gives each part that is asked for", async () => {
    const owned = await newSketch();
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 89)
INSERT INTO stroke_sheets (sketch_id, from_index, epoch, base_id, created_at, pieces)
SELECT ?1, i * 100, 1, i * 100, 1, '[' || rtrim(replace(hex(zeroblob(100)), '00', '[1,1,0],'), ',') || ']' FROM n`,
    )
      .bind(owned.sketch.id)
      .run();
    const path = `/api/sketches/${owned.sketch.id}/archive`;
    const ask = (query: string) => call("GET", path + query, { cookie: owned.cookie });
    for (const at of [path, "/api/account/export"]) {
      const { fields } = await expectProblem(call("GET", at, { cookie: owned.cookie }), "conflict");
      expect(fields).toEqual({ part: "1 to 2" });
    }
    await expectProblem(ask("?part=3"), "conflict");
    await expectProblem(ask("?part=0"), "bad_request");
    const last = await ask("?part=2");
    expect(last.headers.get("content-disposition")).toContain("2-of-2");
    expect(readZip(new Uint8Array(await last.arrayBuffer())).has("sketch.json")).toBe(true);
  });

  test("of an empty sketch is an archive too", async () => {
    const { files, manifest } = await archive(await newSketch());
    expect([...files.keys()]).toEqual(["strokes.bin", "sketch.json"]);
    expect(manifest).toMatchObject({ complete: true, pictures: [], strokes: { chunks: 0, bytes: 0 } });
  });

  test("says what could not be read, and is whole all the same", async () => {
    const owned = await newSketch();
    const { id } = owned.sketch;
    await plantChunks(id, 4);
    const gone = await plantPicture(id, { version: 1 });
    await plantPicture(id, { version: 2 });
    await env.MEDIA.delete(gone.objectKey);
    await env.MEDIA.delete(plantedKey(id, 2));
    const { files, manifest } = await archive(owned);
    expect(manifest.complete).toBe(false);
    expect(manifest.missing.toSorted()).toEqual([
      expect.stringMatching(/^pictures\/\d{5}-live-e1-v1\.png$/),
      "strokes.bin from chunk 2 on",
    ]);
    expect(manifest.pictures.find(({ id: picture }) => picture === gone.id)?.file).toBeNull();
    expect(manifest.strokes.chunks).toBe(2);
    expect([...files.keys()]).toHaveLength(3);
  });

  test("is named by its title, whatever stands in it", async () => {
    const names = [
      ["Schöne Grüße", "sch%C3%B6ne-gr%C3%BC%C3%9Fe"],
      ["../../etc/passwd", "etc-passwd"],
      ['a"b\r\nset-cookie: x', "a-b-set-cookie-x"],
      ["...", "sketch"],
      ["Crème brûlée ガラス", "cr%C3%A8me-br%C3%BBl%C3%A9e-%E3%82%AC%E3%83%A9%E3%82%B9"],
      ["船の絵 🚢", "%E8%88%B9%E3%81%AE%E7%B5%B5"],
    ];
    for (const [title, name] of names) {
      const answer = await fetchArchive(await newSketch({ title }));
      await answer.arrayBuffer();
      expect(answer.headers.get("content-disposition")).toBe(
        `attachment; filename="sketch.zip"; filename*=UTF-8''${name}.zip`,
      );
      expect(answer.headers.get("content-type")).toBe("application/zip");
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("with hundreds of pictures is read as fast as it is sent, and no faster", async () => {
    const owned = await newSketch();
    const { id } = owned.sketch;
    const bytes = new Uint8Array(60_000).map((_, at) => at * 7);
    for (let at = 0; at < 300; at += 50) {
      const part = Array.from({ length: 50 }, (_, n) => plantPicture(id, { version: at + n + 1 }, bytes));
      await Promise.all(part);
    }
    const known = services(env);
    let reads = 0;
    const media = new Proxy(known.media, {
      get: (target, name: keyof R2Bucket) => {
        if (name !== "get") return target[name];
        return (key: string) => {
          reads += 1;
          return target.get(key);
        };
      },
    });
    const row = await known.sketches.anyById(id);
    if (!row) throw new Error("no sketch");
    const stream = makeZip(archiveFiles({ ...known, media }, row, new ArchivePart(media, 1))).getReader();
    let received = 0;
    while (received < 100_000) received += (await stream.read()).value?.length ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(reads).toBeLessThan(6);
    // Whoever goes away ends it with nothing.
    await stream.cancel().catch(() => undefined);
    const left = await fetchArchive(owned);
    await left.body?.cancel();
    const { files, manifest } = await archive(owned);
    expect(files.size).toBe(302);
    expect(manifest.pictures).toHaveLength(300);
    expect(manifest.pictures.map(({ file }) => file).toSorted()).toEqual(
      manifest.pictures.map(({ file }) => file),
    );
    expect(files.get(manifest.pictures[299]?.file ?? "")).toEqual(bytes);
  }, 60_000);

  test("of a sketch that is still being copied is not to be had yet", async () => {
    const owned = await newSketch();
    const { copies, commit } = services(env);
    const copy = {
      sketchId: owned.sketch.id,
      sourceId: "skt_gone",
      chunks: 1,
      epoch: 1,
      bytes: 0,
      pictureId: null,
    };
    await commit([copies.begin({ ...copy, createdAt: 1 })]);
    expect((await fetchArchive(owned)).status).toBe(409);
    await commit([copies.end(owned.sketch.id)]);
    expect(
      await expectJson(call("GET", `/api/sketches/${owned.sketch.id}`, { cookie: owned.cookie })),
    ).toMatchObject({
      copying: false,
    });
  });
});
