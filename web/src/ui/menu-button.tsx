import type { LucideIcon } from "lucide-react";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

export interface MenuItem {
  label: string;
  icon: LucideIcon;
  /** An address to save from, or what is done. */
  act: { download: string } | (() => void);
  tone?: "bad";
  /** The key that does the same. */
  shortcut?: string;
}

interface Props {
  label: string;
  items: readonly MenuItem[];
  trigger: ReactNode;
  triggerClass: string;
  tabIndex?: number;
}

const GAP_PX = 4;
const item =
  "flex min-h-11 w-full items-center gap-3 rounded-md px-3 text-left whitespace-nowrap hover:bg-raised focus-visible:bg-raised focus-visible:-outline-offset-2";

/** A button with a menu. Arrows move in it, Escape and a touch elsewhere close it and lead back to the button. */
export function MenuButton({ label, items, trigger, triggerClass, tabIndex }: Props) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!isOpen || !menu.current || !button.current) return;
    menu.current.showPopover();
    placeBeside(menu.current, button.current.getBoundingClientRect());
    menu.current.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [isOpen]);

  function act(run: () => void): void {
    menu.current?.hidePopover();
    run();
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? menuId : undefined}
        tabIndex={tabIndex}
        onClick={() => setOpen(!isOpen)}
      >
        {trigger}
      </button>
      {isOpen && (
        <div
          ref={menu}
          id={menuId}
          popover="auto"
          role="menu"
          aria-label={label}
          className="menu fixed m-0 rounded-lg border border-border bg-surface p-1 text-text shadow-raised"
          onToggle={({ newState }) => setOpen(newState === "open")}
          onKeyDown={moveBetweenItems}
        >
          {items.map(({ label, icon: Icon, act: what, tone, shortcut }) => {
            const inside = (
              <>
                <Icon className="size-4 shrink-0" aria-hidden="true" />
                <span className="flex-1">{label}</span>
                {shortcut && <kbd className="pl-4 text-small text-muted max-sm:hidden">{shortcut}</kbd>}
              </>
            );
            const shared = {
              role: "menuitem",
              tabIndex: -1,
              className: `${item} ${tone === "bad" ? "text-bad" : ""}`,
            };
            return typeof what === "function" ? (
              <button key={label} type="button" {...shared} onClick={() => act(what)}>
                {inside}
              </button>
            ) : (
              <a
                key={label}
                href={what.download}
                download=""
                {...shared}
                onClick={() => menu.current?.hidePopover()}
              >
                {inside}
              </a>
            );
          })}
        </div>
      )}
    </>
  );
}

function moveBetweenItems(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === "Tab") (event.currentTarget as HTMLDivElement).hidePopover();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Under the button where there is room, else above it; always whole on the screen. */
function placeBeside(menu: HTMLElement, button: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = button.bottom + GAP_PX;
  const top = below + height <= innerHeight ? below : button.top - GAP_PX - height;
  menu.style.top = `${Math.max(GAP_PX, top)}px`;
  menu.style.left = `${Math.min(Math.max(GAP_PX, button.right - width), innerWidth - width - GAP_PX)}px`;
}
