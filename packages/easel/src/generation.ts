/** The ComfyUI versions this server can stand for. */
export const generations = ["0.3.64", "0.38.1"] as const;

/** A ComfyUI version, as `/system_stats` tells it. */
export type Generation = (typeof generations)[number];

/** True for a version this server can stand for. */
export function isGeneration(text: string): text is Generation {
  return generations.some((generation) => generation === text);
}

/** What differs between the two generations. */
export interface GenerationTraits {
  readonly generation: Generation;
  /** `/api/jobs`, with cancel by id. */
  readonly jobsApi: boolean;
  /** `prompt_id` must be a canonical lower-case UUID. */
  readonly uuidPromptIds: boolean;
  /** An unknown class is `missing_node_type` and a circle `dependency_cycle`. */
  readonly namesGraphFaults: boolean;
  /** Classic keeps what the latest prompt used; RAM pressure keeps results until memory is short. */
  readonly cachePolicy: "classic" | "ram-pressure";
  /** `Sec-Fetch-Site: cross-site` is refused. */
  readonly refusesCrossSite: boolean;
  /** `execution_error` names a device fault `torch.AcceleratorError`. */
  readonly deviceFault: string;
  /** What `/features` and the socket say. */
  readonly features: Readonly<Record<string, unknown>>;
}

const maxUploadBytes = 104_857_600;

const traits: Record<Generation, GenerationTraits> = {
  "0.3.64": {
    generation: "0.3.64",
    jobsApi: false,
    uuidPromptIds: false,
    namesGraphFaults: false,
    cachePolicy: "classic",
    refusesCrossSite: false,
    deviceFault: "RuntimeError",
    features: { supports_preview_metadata: true, max_upload_size: maxUploadBytes },
  },
  "0.38.1": {
    generation: "0.38.1",
    jobsApi: true,
    uuidPromptIds: true,
    namesGraphFaults: true,
    cachePolicy: "ram-pressure",
    refusesCrossSite: true,
    deviceFault: "torch.AcceleratorError",
    features: {
      supports_preview_metadata: true,
      supports_model_type_tags: true,
      max_upload_size: maxUploadBytes,
      extension: { manager: { supports_v4: true } },
      node_replacements: true,
      // As started with --disable-assets: there is no asset database here.
      assets: false,
    },
  },
};

/** What holds for that generation. */
export function traitsOf(generation: Generation): GenerationTraits {
  return traits[generation];
}
