import type { StorageView } from "@llamasketch/contract";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { words } from "./words.ts";

/** From this part of it on it is said that storage ends. */
const NEARLY = 0.9;
/** With less than this left the next thing is refused. */
const FULL_BYTES = 262_144;

export function PlanPart({ plan, storage }: { plan: string; storage: StorageView }) {
  const { pictures, sketches, bytes, storedBytes, keptPictures, keptDays, removedFrom } = storage;
  return (
    <>
      <p className="text-title font-semibold">{words.plans[plan] ?? plan}</p>
      <p className="text-muted">{words.keeps(keptPictures, keptDays)}</p>
      <p>{words.kept(pictures, sketches)}</p>
      {keptPictures !== null && (
        <ProgressBar label={words.pictures} done={Math.min(pictures, keptPictures)} total={keptPictures} />
      )}
      <p>{words.stored(bytes, storedBytes)}</p>
      <ProgressBar label={words.storage} done={Math.min(bytes, storedBytes)} total={storedBytes} />
      {bytes >= NEARLY * storedBytes && (
        <p role="alert" className="rounded-lg border border-warn px-4 py-3 text-warn">
          {words.nearlyFull(bytes > storedBytes - FULL_BYTES)}
        </p>
      )}
      {removedFrom && (
        <p role="alert" className="rounded-lg border border-warn px-4 py-3 text-warn">
          {words.removedFrom(removedFrom)}
        </p>
      )}
    </>
  );
}
