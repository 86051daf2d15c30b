import type { StorageView } from "@llamasketch/contract";
import { ProgressBar } from "../page/progress-bar.tsx";
import { words } from "./words.ts";

export function PlanPart({ plan, storage }: { plan: string; storage: StorageView }) {
  const { pictures, sketches, bytes, keptPictures, keptDays, removedFrom } = storage;
  return (
    <>
      <p className="text-[20px] font-semibold">{words.plans[plan] ?? plan}</p>
      <p className="text-muted">{words.keeps(keptPictures, keptDays)}</p>
      <p>{words.kept(pictures, sketches, bytes)}</p>
      {keptPictures !== null && (
        <ProgressBar label={words.pictures} done={Math.min(pictures, keptPictures)} total={keptPictures} />
      )}
      {removedFrom && (
        <p role="alert" className="rounded-lg border border-warn px-4 py-3 text-warn">
          {words.removedFrom(removedFrom)}
        </p>
      )}
    </>
  );
}
