import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

interface Props {
  title: string;
  children: ReactNode;
  actions: ReactNode;
  requestId?: string | undefined;
}

/** A whole page that says one thing and offers the next step. */
export function MessagePage({ title, children, actions, requestId }: Props) {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 p-6 text-center">
      <Logo className="size-12" />
      <h1 className="text-[28px] leading-tight font-semibold">{title}</h1>
      <div className="max-w-[44ch] text-[16px] text-muted">{children}</div>
      <div className="mt-2 flex flex-wrap justify-center gap-3">{actions}</div>
      {requestId && (
        <p className="mt-2 text-muted select-text">
          Request <code className="font-mono break-all">{requestId}</code>
        </p>
      )}
    </main>
  );
}
