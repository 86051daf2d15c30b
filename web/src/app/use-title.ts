import { useEffect } from "react";

/** Names the page, in its tab and for those who hear it; null leaves that to somebody else. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}
