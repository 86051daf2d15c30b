import { Link } from "@tanstack/react-router";
import { CircleUser, Coins, Keyboard, Menu, MonitorDown } from "lucide-react";
import { BUTTON } from "../ui/button-styles.ts";
import { Choice } from "../ui/choice.tsx";
import { help } from "./help.ts";
import { installer } from "./installer.ts";
import { navigation } from "./navigation.ts";
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
  const { entries } = useStore(navigation);
  return (
    <Popover
      label={words.menu}
      triggerClass={BUTTON.icon}
      panelClass="menu-popover"
      trigger={<Menu className="size-5" aria-hidden="true" />}
    >
      <nav aria-label={words.menu} className="-mx-2 mb-3 border-b border-border pb-3">
        {entries.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={row}>
            <Icon className={icon} aria-hidden="true" />
            {label}
          </Link>
        ))}
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
