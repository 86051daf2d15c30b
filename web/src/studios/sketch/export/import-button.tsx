import { FolderOpen } from "lucide-react";
import { useRef } from "react";
import { mediaHolds } from "../../../ui/browser-gifts.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { PROJECT_EXTENSION } from "./project-extension.ts";
import { words } from "./words.ts";

/** Lets a person pick a project file. */
export function ImportButton({ disabled, open }: { disabled: boolean; open: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={BUTTON.plain}
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        <FolderOpen className="size-4" aria-hidden="true" />
        {words.openProject}
      </button>
      <input
        ref={input}
        type="file"
        // Phones know no type by this name, and would let nothing be chosen.
        accept={mediaHolds("(pointer: coarse)") ? undefined : `${PROJECT_EXTENSION},application/zip`}
        className="hidden"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="project-file"
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) open(file);
        }}
      />
    </>
  );
}
