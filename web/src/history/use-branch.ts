import type { PictureView } from "@llamasketch/contract";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { describeFailure } from "../api/api-failure.ts";
import { branchFrom } from "../api/pictures.ts";
import type { SketchSession } from "../sketch/sketch-session.ts";
import { words } from "./words.ts";

const TITLE_MAX_CHARS = 120;

/** Goes on from a picture in a sketch of its own. */
export function useBranch(session: SketchSession, title: string) {
  const navigate = useNavigate();
  const [isBranching, setBranching] = useState(false);
  async function branch(picture: PictureView): Promise<void> {
    setBranching(true);
    try {
      const sketch = await branchFrom(picture.id, words.branchTitle(title).slice(0, TITLE_MAX_CHARS));
      await navigate({ to: "/s/$sketchId", params: { sketchId: sketch.id } });
    } catch (error) {
      const { message, requestId = null } = describeFailure(error);
      session.tell({ text: words.branchFailed(message), requestId });
    } finally {
      setBranching(false);
    }
  }
  return { branch, isBranching };
}
