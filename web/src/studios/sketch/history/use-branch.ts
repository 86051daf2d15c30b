import { cutText, type PictureView } from "@llamasketch/contract";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { describeFailure, failureText } from "../../../api/api-failure.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { branchAt } from "./branch.ts";
import { words } from "./words.ts";

const TITLE_MAX_CHARS = 120;

/** Goes on from a picture in a sketch of its own. */
export function useBranch(session: SketchSession, title: string) {
  const navigate = useNavigate();
  const [isBranching, setBranching] = useState(false);
  const stop = useRef(new AbortController());
  useEffect(() => {
    const { current } = stop;
    return () => current.abort();
  }, []);

  async function branch(picture: PictureView): Promise<void> {
    const { signal } = stop.current;
    setBranching(true);
    try {
      const sketchId = await branchAt({
        picture,
        title: cutText(words.branchTitle(title), TITLE_MAX_CHARS),
        operations: session.ink.operations,
        signal,
      });
      if (!signal.aborted) await navigate({ to: "/s/$sketchId", params: { sketchId } });
    } catch (error) {
      if (signal.aborted) return;
      const { requestId = null } = describeFailure(error);
      session.tell({ text: words.branchFailed(failureText(error)), requestId });
    }
    setBranching(false);
  }
  return { branch, isBranching };
}
