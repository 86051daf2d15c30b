import { Link } from "@tanstack/react-router";
import { LayoutGrid, Plus } from "lucide-react";
import { BUTTON } from "../page/button-styles.ts";
import { Logo } from "../page/logo.tsx";
import type { SketchSession } from "./sketch-session.ts";
import type { Snapshot } from "./snapshot.ts";
import { StatusChip } from "../status/status-chip.tsx";
import { TitleField } from "./title-field.tsx";

export function Header({ session, view }: { session: SketchSession; view: Snapshot }) {
  return (
    <header className="sketch-head flex min-w-0 items-center gap-1 px-2 sm:gap-2 lg:px-3">
      <Logo className="size-8 shrink-0" />
      <TitleField title={view.title} rename={(title) => void session.setTitle(title)} />
      <div className="ml-auto flex shrink-0 items-center">
        <StatusChip figures={view} />
        <Link to="/" className={BUTTON.icon} aria-label="New sketch" title="New sketch">
          <Plus className="size-5" aria-hidden="true" />
        </Link>
        <Link to="/sketches" className={BUTTON.icon} aria-label="My sketches" title="My sketches">
          <LayoutGrid className="size-5" aria-hidden="true" />
        </Link>
      </div>
    </header>
  );
}
