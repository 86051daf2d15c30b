/** Everything that is kept of a person, as the files of an archive, read one after the other while they are sent. */
import type { PersonExport, Whose } from "../feature.ts";
import type { ArchiveFile, ArchivePart } from "../http/archive.ts";
import type { Ports } from "../ports.ts";
import { userViewOf } from "./views.ts";

/** What all of it asks of the stores. */
export async function exportReads(ports: Ports, userId: string): Promise<number> {
  const reads = await Promise.all(ports.exports.map((each) => each.reads(ports, userId)));
  return reads.reduce((sum, each) => sum + each, 0);
}

/** Of every feature, one after the other. */
export async function* exportFiles(
  ports: Ports,
  whose: Whose,
  part: ArchivePart,
): AsyncGenerator<ArchiveFile> {
  for (const each of ports.exports) yield* each.files(ports, whose, part);
}

/** Who it is lies in every part. */
export const accountFile: PersonExport = {
  reads: () => Promise.resolve(0),
  async *files(ports, whose) {
    yield { name: "account.json", lastModified: new Date(), input: accountJson(ports, whose) };
  },
};

async function* accountJson({ devices, keys }: Ports, { userId, account }: Whose): AsyncGenerator<string> {
  const at = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
  const [signedIn, programs] = await Promise.all([devices.ofUser(userId, Date.now()), keys.ofUser(userId)]);
  const known = {
    user: account ? userViewOf(account, null) : { id: userId, anonymous: true },
    devices: signedIn.map(({ id, name, createdAt, seenAt }) => ({
      id,
      name,
      createdAt: at(createdAt),
      seenAt: at(seenAt),
    })),
    keys: programs.map(({ id, name, prefix, scopes, createdAt, usedAt }) => ({
      id,
      name,
      prefix,
      scopes,
      createdAt: at(createdAt),
      usedAt: at(usedAt),
    })),
  };
  yield `${JSON.stringify(known, null, 2)}\n`;
}
