import { Link } from "@tanstack/react-router";
import { LayoutGrid, Plus } from "lucide-react";
import { lazy, Suspense } from "react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Logo } from "../../../app/logo.tsx";
import { PageMenu } from "../../../app/page-menu.tsx";
import { ThemeButton } from "../../../app/theme-button.tsx";
import { words } from "../../../app/words.ts";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";
import { StatusChip } from "../status/status-chip.tsx";
import { TitleField } from "./title-field.tsx";

const CreditChip = lazy(async () => ({ default: (await import("../credits/credit-chip.tsx")).CreditChip }));

/** Name, state, and the ways out. A phone keeps the ways out in the menu, and its room for the name. */
export function Header({ session, view }: { session: SketchSession; view: Snapshot }) {
  return (
    <header className="sketch-head flex min-w-0 items-center gap-1 px-2 sm:gap-2 lg:px-3">
      <Link to="/" className={`${BUTTON.icon} max-[28rem]:hidden`} aria-label={words.home} title={words.home}>
        <Logo className="size-8" />
      </Link>
      {/* Its name stands in a field, which is no heading for who goes from one to the next. */}
      <h1 className="sr-only">{view.title}</h1>
      <TitleField title={view.title} rename={(title) => void session.setTitle(title)} />
      <div className="ml-auto flex shrink-0 items-center">
        <StatusChip figures={view} />
        {view.meter && (
          <Suspense>
            <CreditChip session={session} view={view} />
          </Suspense>
        )}
        <span className="sketch-head-ways">
          <Link to="/" className={BUTTON.icon} aria-label={words.newSketch} title={words.newSketch}>
            <Plus className="size-5" aria-hidden="true" />
          </Link>
          <Link to="/sketches" className={BUTTON.icon} aria-label={words.mySketches} title={words.mySketches}>
            <LayoutGrid className="size-5" aria-hidden="true" />
          </Link>
          <ThemeButton />
        </span>
        <PageMenu />
      </div>
    </header>
  );
}
