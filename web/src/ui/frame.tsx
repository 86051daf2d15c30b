import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { BUTTON } from "./button-styles.ts";
import { Logo } from "../app/logo.tsx";
import { PageMenu } from "../app/page-menu.tsx";
import { ThemeButton } from "../app/theme-button.tsx";
import { useTitle } from "../app/use-title.ts";
import { words as pageWords } from "../app/words.ts";

/** Who somebody is changes with a new page: nothing that was read for one is shown to another. */
const queries = new QueryClient({
  defaultOptions: { queries: { retry: 1, staleTime: 0 }, mutations: { retry: 0 } },
});

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
    <QueryClientProvider client={queries}>
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
          <h1 className="text-[24px] leading-tight font-semibold">{title}</h1>
          {children}
        </main>
      </div>
    </QueryClientProvider>
  );
}
