import { X } from "lucide-react";
import { Fragment } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { Sheet } from "../ui/sheet.tsx";
import { chordsOf, SHORTCUTS, type ShortcutGroup } from "./shortcuts.ts";
import { words } from "./words.ts";

interface Props {
  /** Ids of what does something on this page now. */
  active: ReadonlySet<string>;
  close: () => void;
}

/** Every key that does something here. */
export function ShortcutSheet({ active, close }: Props) {
  const groups = Map.groupBy(
    SHORTCUTS.filter(({ id }) => active.has(id)),
    ({ group }): ShortcutGroup => group,
  );
  return (
    <Sheet label={words.shortcutsTitle} close={close} at="middle">
      <div className="sheet-body">
        <header className="flex items-center justify-between gap-2">
          <h2 className="text-title font-semibold">{words.shortcutsTitle}</h2>
          <form method="dialog">
            <button className={BUTTON.icon} aria-label={words.close} title={words.close} data-first-focus>
              <X className="size-5" aria-hidden="true" />
            </button>
          </form>
        </header>
        <div className="columns-1 gap-8 space-y-6 sm:columns-2">
          {[...groups].map(([group, shortcuts]) => (
            <section key={group} className="break-inside-avoid">
              <h3 className="mb-2 text-muted">{words.groups[group]}</h3>
              <dl className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-2">
                {shortcuts.map(({ id }) => (
                  <Fragment key={id}>
                    <dt>{words.shortcuts[id]}</dt>
                    <dd className="flex flex-wrap justify-end gap-1">
                      {chordsOf(id).map((chord) => (
                        <kbd
                          key={chord}
                          className="rounded-md border border-edge bg-surface px-2 py-0.5 text-small"
                        >
                          {chord}
                        </kbd>
                      ))}
                    </dd>
                  </Fragment>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Sheet>
  );
}
