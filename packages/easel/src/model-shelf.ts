/** The folders of a ComfyUI installation, in the order `/models` lists them. */
export const modelFolders = [
  "checkpoints",
  "configs",
  "loras",
  "vae",
  "text_encoders",
  "diffusion_models",
  "clip_vision",
  "style_models",
  "embeddings",
  "diffusers",
  "vae_approx",
  "controlnet",
  "gligen",
  "upscale_models",
  "custom_nodes",
  "hypernetworks",
  "photomaker",
  "classifiers",
  "model_patches",
  "audio_encoders",
] as const;

/** One of ComfyUI's model folders. */
export type ModelFolder = (typeof modelFolders)[number];

/** A model file that this server claims to have. */
export interface ModelFile {
  readonly folder: ModelFolder;
  readonly name: string;
}

/** Reads `folder/name`; null when the folder is none or the name is empty. */
export function parseModelFile(text: string): ModelFile | null {
  const slash = text.indexOf("/");
  const folder = modelFolders.find((known) => known === text.slice(0, slash));
  const name = text.slice(slash + 1);
  return folder && name !== "" && name.length <= 255 ? { folder, name } : null;
}

/** The model files that loaders offer. All of them are the one built-in painter. */
export class ModelShelf {
  readonly #files: readonly ModelFile[];
  readonly #isHidden: (file: ModelFile) => boolean;

  /** `isHidden` tells, each time it is asked, whether a file is missing just now. */
  constructor(files: readonly ModelFile[], isHidden: (file: ModelFile) => boolean) {
    this.#files = files;
    this.#isHidden = isHidden;
  }

  /** Names in a folder. */
  list(folder: ModelFolder): string[] {
    const here = this.#files.filter((file) => file.folder === folder && !this.#isHidden(file));
    return [...new Set(here.map((file) => file.name))].sort();
  }
}
