/** A ZIP of what is stored, read one file after the other while it is sent: never more than one is held. */
import { makeZip } from "client-zip";

export interface ArchiveFile {
  name: string;
  lastModified: Date;
  input: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array | string>;
}

/** Without its extension: `name` for old programs, of plain letters; `title` in every script, a file's name already. */
export function archiveResponse(
  files: AsyncIterable<ArchiveFile>,
  name: string,
  title: string = name,
): Response {
  return new Response(abandonable(makeZip(files)), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${name}.zip"; filename*=UTF-8''${encodeURIComponent(title)}.zip`,
    },
  });
}

/** A download that is given up ends the reading; that is nobody's failure. */
function abandonable(archive: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = archive.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason).catch(() => undefined),
  });
}
