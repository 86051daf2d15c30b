import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Logo } from "../../../app/logo.tsx";
import { PageMenu } from "../../../app/page-menu.tsx";
import { ThemeButton } from "../../../app/theme-button.tsx";
import { words as pageWords } from "../../../app/words.ts";
import { SearchField } from "../../../app/grid/search-field.tsx";
import { words } from "./words.ts";

export function LibraryHead({ find, search }: { find: string; search: (find: string) => void }) {
  return (
    <header className="library-head">
      <Link to="/" className={BUTTON.icon} aria-label={pageWords.home} title={pageWords.home}>
        <Logo className="size-8" />
      </Link>
      <h1 className="truncate text-title font-semibold">{words.title}</h1>
      <SearchField label={words.search} find={find} search={search} />
      <div className="library-head-end">
        <Link to="/" className={BUTTON.primary} aria-label={words.newSketch} title={words.newSketch}>
          <Plus className="size-5" aria-hidden="true" />
          <span className="max-sm:hidden">{words.newSketch}</span>
        </Link>
        <span className="max-sm:hidden">
          <ThemeButton />
        </span>
        <PageMenu />
      </div>
    </header>
  );
}
