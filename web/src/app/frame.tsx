import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { BUTTON } from "../ui/button-styles.ts";
import { Logo } from "./logo.tsx";
import { PageMenu } from "./page-menu.tsx";
import { ThemeButton } from "./theme-button.tsx";
import { Queries } from "./queries.tsx";
import { useTitle } from "./use-title.ts";
import { words as pageWords } from "./words.ts";

interface Props {
  title: string;
  /** A form stands in the middle; what is read is as wide as it needs. */
  isForm?: boolean;
  /** Two columns that need the width. */
  isWide?: boolean;
  children: ReactNode;
}

/** The head and the column of every page about somebody. */
export function Frame({ title, isForm = false, isWide = false, children }: Props) {
  useTitle(pageWords.titleOf(title));
  return (
    <Queries>
      <div className={`account ${isForm ? "account-form" : ""} ${isWide ? "account-broad" : ""}`}>
        <header className="account-head">
          <Link to="/" className={BUTTON.icon} aria-label={pageWords.home} title={pageWords.home}>
            <Logo className="size-8" />
          </Link>
          <div className="ml-auto flex items-center">
            <span className="max-sm:hidden">
              <ThemeButton />
            </span>
            <PageMenu />
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          <h1 className="text-heading leading-tight font-semibold">{title}</h1>
          {children}
        </main>
      </div>
    </Queries>
  );
}
