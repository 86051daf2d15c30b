/** An encoded picture. */
export interface Picture {
  readonly bytes: Buffer;
  /** PNG is a result; JPEG is a preview, or with WEBP what `LlamaSketchSendPicture` sends. */
  readonly mime: "image/png" | "image/jpeg" | "image/webp";
}

/** Event 1: an image without a word about whose it is. */
export function previewFrame({ bytes, mime }: Picture): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(1, 0);
  head.writeUInt32BE(mime === "image/png" ? 2 : 1, 4);
  return Buffer.concat([head, bytes]);
}

/** Event 4: an image with its prompt and node. */
export function previewFrameWithMetadata(picture: Picture, nodeId: string, promptId: string): Buffer {
  const metadata = {
    node_id: nodeId,
    prompt_id: promptId,
    display_node_id: nodeId,
    parent_node_id: null,
    real_node_id: nodeId,
    image_type: picture.mime,
  };
  return lengthPrefixed(4, Buffer.from(JSON.stringify(metadata)), picture.bytes);
}

/** Event 3: a line of text from a node. */
export function textFrame(nodeId: string, text: string): Buffer {
  return lengthPrefixed(3, Buffer.from(nodeId), Buffer.from(text));
}

function lengthPrefixed(event: number, first: Buffer, rest: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(event, 0);
  head.writeUInt32BE(first.length, 4);
  return Buffer.concat([head, first, rest]);
}
