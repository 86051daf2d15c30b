import { readImageHead } from "@llamasketch/contract";
import { strToU8, zipSync, type Zippable } from "fflate";
import { encodeOperations, type Operation } from "../../../drawing/operation.ts";
import { decodeOperations } from "../../../drawing/parse-operation.ts";
import {
  MANIFEST_FILE,
  PICTURE_FILE,
  PROJECT_VERSION,
  projectHead,
  projectManifest,
  STROKES_FILE,
  type ProjectManifest,
} from "./project-manifest.ts";
import { readZip, ZipError, type ZipLimits, type ZipProblem } from "./zip-reader.ts";

/** A whole sketch, apart from any server. */
export interface Project {
  manifest: ProjectManifest;
  operations: Operation[];
  /** By the file names of the manifest's pictures. */
  pictures: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

const MB = 1024 * 1024;
const LIMITS: ZipLimits = {
  fileBytes: 512 * MB,
  entries: 10_001,
  totalBytes: 768 * MB,
  anchor: MANIFEST_FILE,
  entryBytes(name) {
    if (name === MANIFEST_FILE) return 32 * MB;
    if (name === STROKES_FILE) return 256 * MB;
    return PICTURE_FILE.test(name) ? 8 * MB : null;
  },
};

/** Why a file is no project that can be opened here. */
export type ProjectProblem = ZipProblem | "not_project" | "newer" | "incomplete";

export class ProjectError extends Error {
  readonly problem: ProjectProblem;

  constructor(problem: ProjectProblem) {
    super(`The project file cannot be read: ${problem}.`);
    this.name = "ProjectError";
    this.problem = problem;
  }
}

export function writeProject({ manifest, operations, pictures }: Project): Uint8Array<ArrayBuffer> {
  const files: Zippable = {
    [MANIFEST_FILE]: [strToU8(JSON.stringify(manifest, null, 2)), { level: 6 }],
    [STROKES_FILE]: [encodeOperations(operations), { level: 6 }],
  };
  // Pictures are packed already.
  for (const [name, bytes] of pictures) files[name] = [bytes, { level: 0 }];
  return new Uint8Array(zipSync(files));
}

/** Everything in a project file, checked; throws a `ProjectError` otherwise. */
export async function readProject(file: Blob): Promise<Project> {
  const files = await readZip(file, LIMITS).catch((error: unknown) => {
    if (error instanceof ZipError) throw new ProjectError(error.problem);
    throw error;
  });
  const manifest = readManifest(files.get(MANIFEST_FILE));
  const strokes = files.get(STROKES_FILE);
  if (!strokes) throw new ProjectError("incomplete");
  const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { file: name, format, widthPx, heightPx } of manifest.pictures) {
    const bytes = files.get(name);
    if (!bytes) throw new ProjectError("incomplete");
    if (pictures.has(name)) throw new ProjectError("damaged");
    const head = readImageHead(bytes);
    if (head?.format !== format || head.widthPx !== widthPx || head.heightPx !== heightPx) {
      throw new ProjectError("damaged");
    }
    pictures.set(name, bytes);
  }
  const operations = decodeOperations(strokes);
  if (strokes.length > 0 && operations.length === 0) throw new ProjectError("damaged");
  return { manifest, operations, pictures };
}

function readManifest(bytes: Uint8Array | undefined): ProjectManifest {
  if (!bytes) throw new ProjectError("not_project");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ProjectError("damaged");
  }
  const head = projectHead.safeParse(value);
  if (!head.success) throw new ProjectError("not_project");
  if (head.data.version > PROJECT_VERSION) throw new ProjectError("newer");
  const manifest = projectManifest.safeParse(value);
  if (!manifest.success) throw new ProjectError("damaged");
  return manifest.data;
}
