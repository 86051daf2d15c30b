import { Download as DownloadSign, Trash2, X } from "lucide-react";
import type { Creation } from "../../../api/creations.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { useStore } from "../../../ui/store.ts";
import { Download, download } from "./download.ts";
import { megabytes } from "./megabytes.ts";
import { words } from "./words.ts";

interface Props {
  chosen: readonly Creation[];
  isAll: boolean;
  chooseAll: () => void;
  chooseNone: () => void;
  remove: () => void;
}

/** What is done with all that is chosen; it stands at the thumb while something is, or is being packed. */
export function SelectionBar({ chosen, isAll, chooseAll, chooseNone, remove }: Props) {
  const { packing } = useStore(download.state);
  if (chosen.length === 0 && !packing) return null;
  const refusal = Download.refusal(chosen);
  return (
    <section aria-label={words.chosen(chosen.length)} className="selection-bar">
      {packing ? (
        <>
          <div className="grid min-w-0 flex-1 gap-1">
            <p role="status" className="truncate text-small text-muted">
              {words.packing(megabytes(packing.doneBytes), megabytes(packing.totalBytes))}
            </p>
            <ProgressBar label={words.downloadZip} done={packing.doneBytes} total={packing.totalBytes} />
          </div>
          <button type="button" className={BUTTON.plain} onClick={packing.stop}>
            {words.stop}
          </button>
        </>
      ) : (
        <>
          <button
            type="button"
            className={BUTTON.icon}
            aria-label={words.chooseNone}
            title={words.chooseNone}
            onClick={chooseNone}
          >
            <X className="size-5" aria-hidden="true" />
          </button>
          <p role="status" className="min-w-0 flex-1">
            {words.chosen(chosen.length)}
            {refusal && <span className="block text-small text-muted">{refusal}</span>}
          </p>
          {!isAll && (
            <button type="button" className={`${BUTTON.plain} max-sm:hidden`} onClick={chooseAll}>
              {words.chooseAll}
            </button>
          )}
          <button
            type="button"
            className={BUTTON.primary}
            disabled={refusal !== null}
            aria-label={words.downloadZip}
            title={words.downloadZip}
            onClick={() => void download.start(chosen)}
          >
            <DownloadSign className="size-5" aria-hidden="true" />
            <span className="max-sm:hidden">{words.downloadZip}</span>
          </button>
          <button
            type="button"
            className={BUTTON.danger}
            aria-label={words.delete}
            title={words.delete}
            onClick={remove}
          >
            <Trash2 className="size-5" aria-hidden="true" />
            <span className="max-sm:hidden">{words.delete}</span>
          </button>
        </>
      )}
    </section>
  );
}
