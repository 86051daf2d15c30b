type Graph = Record<string, { class_type: string; inputs: Record<string, unknown> }>;

/** The smallest graph that sends a picture: four nodes, no model. */
export function small(color: number): Graph {
  return {
    "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color } },
    "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
    "3": {
      class_type: "ImageScale",
      inputs: { image: ["2", 0], upscale_method: "bilinear", width: 128, height: 128, crop: "disabled" },
    },
    "4": { class_type: "SaveImageWebsocket", inputs: { images: ["3", 0] } },
  };
}

/** A graph that writes a file. */
export function saving(color: number, prefix = "contract/file"): Graph {
  return {
    "1": { class_type: "EmptyImage", inputs: { width: 32, height: 32, batch_size: 1, color } },
    "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: prefix } },
  };
}

/** A graph that takes a while: big pictures, noise on noise. */
export function long(seed: number, side = 2048, rounds = 8): Graph {
  const graph: Graph = {
    "1": {
      class_type: "EmptyImage",
      inputs: { width: side, height: side, batch_size: 1, color: seed % 0xffffff },
    },
  };
  for (let round = 0; round < rounds; round++) {
    graph[String(100 + round)] = {
      class_type: "ImageAddNoise",
      inputs: { image: [round === 0 ? "1" : String(99 + round), 0], seed: seed + round, strength: 0.1 },
    };
  }
  graph["3"] = {
    class_type: "ImageScale",
    inputs: {
      image: [String(99 + rounds), 0],
      upscale_method: "bilinear",
      width: 64,
      height: 64,
      crop: "disabled",
    },
  };
  graph["4"] = { class_type: "SaveImageWebsocket", inputs: { images: ["3", 0] } };
  return graph;
}
