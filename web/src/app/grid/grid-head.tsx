import { Link } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { BUTTON } from "../../ui/button-styles.ts";
import { Logo } from "../logo.tsx";
import { PageMenu } from "../page-menu.tsx";
import { ThemeButton } from "../theme-button.tsx";
import { words } from "../words.ts";
import { SearchField } from "./search-field.tsx";

interface Props {
  title: string;
  searchLabel: string;
  find: string;
  search: (find: string) => void;
  /** What a visitor of this page does most. */
  action: { to: string; label: string; icon: LucideIcon };
}

/** The head of a page that is a grid. */
export function GridHead({ title, searchLabel, find, search, action }: Props) {
  const { to, label, icon: Icon } = action;
  return (
    <header className="library-head">
      <Link to="/" className={BUTTON.icon} aria-label={words.home} title={words.home}>
        <Logo className="size-8" />
      </Link>
      <h1 className="truncate text-title font-semibold">{title}</h1>
      <SearchField label={searchLabel} find={find} search={search} />
      <div className="library-head-end">
        <Link to={to} className={BUTTON.primary} aria-label={label} title={label}>
          <Icon className="size-5" aria-hidden="true" />
          <span className="max-sm:hidden">{label}</span>
        </Link>
        <span className="max-sm:hidden">
          <ThemeButton />
        </span>
        <PageMenu />
      </div>
    </header>
  );
}
