import type { UseQueryResult } from "@tanstack/react-query";
import { useId, type ReactNode } from "react";
import { FailureNote } from "./failure-note.tsx";
import { BUTTON } from "../ui/button-styles.ts";
import { words } from "./words.ts";

/** One subject of a page, with its name. */
export function Part({ title, isWide, children }: { title: string; isWide?: boolean; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={isWide ? "account-part account-wide" : "account-part"}>
      <h2 id={id} className="text-subhead font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What was asked for, or how that stands. */
export function Loaded<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error)
    return (
      <>
        <FailureNote error={query.error} />
        <button type="button" className={BUTTON.plain} onClick={() => void query.refetch()}>
          {words.tryAgain}
        </button>
      </>
    );
  return (
    <p role="status" className="text-muted">
      {words.loading}
    </p>
  );
}
