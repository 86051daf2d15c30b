import { Link } from "@tanstack/react-router";
import {
  CircleUser,
  Coins,
  ImagePlus,
  Images,
  Keyboard,
  LayoutGrid,
  ListChecks,
  Menu,
  MonitorDown,
  Plus,
} from "lucide-react";
import { BUTTON } from "../ui/button-styles.ts";
import { Choice } from "../ui/choice.tsx";
import { help } from "./help.ts";
import { installer } from "./installer.ts";
import { Popover } from "../ui/popover.tsx";
import { preferences } from "./preferences.ts";
import { withKey } from "./shortcuts.ts";
import { useStore } from "../ui/store.ts";
import { words } from "./words.ts";

const row = "flex min-h-11 w-full items-center gap-3 rounded-lg px-3 text-left hover:bg-raised";
const icon = "size-5 shrink-0 text-muted";

/** Where else to go, and how this browser likes the page. */
export function PageMenu() {
  const liked = useStore(preferences);
  const { ask } = useStore(installer);
  return (
    <Popover
      label={words.menu}
      triggerClass={BUTTON.icon}
      panelClass="menu-popover"
      trigger={<Menu className="size-5" aria-hidden="true" />}
    >
      <nav aria-label={words.menu} className="-mx-2 mb-3 border-b border-border pb-3">
        <Link to="/" className={row}>
          <Plus className={icon} aria-hidden="true" />
          {words.newSketch}
        </Link>
        <Link to="/sketches" className={row}>
          <LayoutGrid className={icon} aria-hidden="true" />
          {words.mySketches}
        </Link>
        <Link to="/library" className={row}>
          <Images className={icon} aria-hidden="true" />
          {words.library}
        </Link>
        <Link to="/generate" className={row}>
          <ImagePlus className={icon} aria-hidden="true" />
          {words.generate}
        </Link>
        <Link to="/jobs" className={row}>
          <ListChecks className={icon} aria-hidden="true" />
          {words.jobs}
        </Link>
        <Link to="/account" className={row}>
          <CircleUser className={icon} aria-hidden="true" />
          {words.account}
        </Link>
        <Link to="/credits" className={row}>
          <Coins className={icon} aria-hidden="true" />
          {words.credits}
        </Link>
        <button type="button" className={row} onClick={() => help.set({ isOpen: true })}>
          <Keyboard className={icon} aria-hidden="true" />
          {withKey(words.shortcutsTitle, "help")}
        </button>
        {ask && (
          <button type="button" className={row} onClick={ask}>
            <MonitorDown className={icon} aria-hidden="true" />
            {words.install}
          </button>
        )}
      </nav>
      <div className="grid gap-3">
        <Choice
          legend={words.theme}
          options={words.themes}
          value={liked.theme}
          choose={(theme) => preferences.set({ theme })}
        />
        <Choice
          legend={words.hand}
          options={words.hands}
          value={liked.hand}
          choose={(hand) => preferences.set({ hand })}
        />
        <Choice
          legend={words.motion}
          options={words.motions}
          value={liked.motion}
          choose={(motion) => preferences.set({ motion })}
        />
      </div>
    </Popover>
  );
}
