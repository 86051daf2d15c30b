import type { ReactNode } from "react";
import { CopyButton } from "../ui/copy-button.tsx";
import { Logo } from "./logo.tsx";
import { useTitle } from "./use-title.ts";
import { words } from "./words.ts";
import { words as kitWords } from "../ui/words.ts";

interface Props {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  requestId?: string | undefined;
}

/** A whole page that says one thing and offers the next step. */
export function MessagePage({ title, children, actions, requestId }: Props) {
  useTitle(words.titleOf(title));
  return (
    <main
      id="main"
      tabIndex={-1}
      className="grid min-h-dvh place-content-center justify-items-center gap-4 p-6 text-center"
    >
      <Logo className="size-12" />
      <h1 className="text-display leading-tight font-semibold">{title}</h1>
      <div className="max-w-[44ch] text-field text-muted">{children}</div>
      <div className="mt-2 flex flex-wrap justify-center gap-3">{actions}</div>
      {requestId && (
        <p className="mt-2 flex flex-wrap items-center justify-center gap-x-2 text-muted select-text">
          {kitWords.request} <code className="font-mono break-all">{requestId}</code>
          <CopyButton label={kitWords.copyRequest} text={() => requestId} isSmall />
        </p>
      )}
    </main>
  );
}
