import type { PictureView } from "@llamasketch/contract";
import { GitBranch, Pin, PinOff, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import type { History } from "./history.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { words } from "./words.ts";

interface Props {
  picture: PictureView;
  history: History;
  /** Null: the pen is elsewhere. */
  restore: (() => void) | null;
  branch: () => void;
  isBranching: boolean;
}

/** What can be done with a picture of the past. */
export function EntryActions({ picture, history, restore, branch, isBranching }: Props) {
  const [isRemoving, setRemoving] = useState(false);
  const pinLabel = picture.pinnedAt ? words.unpin : words.pin;
  const PinIcon = picture.pinnedAt ? PinOff : Pin;
  const branchLabel = isBranching ? words.branching : words.branch;
  const icon = "size-5";
  return (
    <div className="flex items-center gap-1" role="group" aria-label={words.actions} data-history="">
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={words.restore}
        title={words.restore}
        disabled={!restore}
        onClick={() => restore?.()}
      >
        <RotateCcw className={icon} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={branchLabel}
        title={branchLabel}
        disabled={isBranching}
        onClick={branch}
      >
        <GitBranch className={icon} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={pinLabel}
        title={pinLabel}
        aria-pressed={picture.pinnedAt !== null}
        onClick={() => void history.pin(picture)}
      >
        <PinIcon className={icon} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={words.remove}
        title={words.remove}
        onClick={() => setRemoving(true)}
      >
        <Trash2 className={icon} aria-hidden="true" />
      </button>
      {isRemoving && (
        <RemoveDialog
          cancel={() => setRemoving(false)}
          confirm={() => {
            setRemoving(false);
            void history.remove(picture);
          }}
        />
      )}
    </div>
  );
}
