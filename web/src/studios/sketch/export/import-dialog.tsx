import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useState } from "react";
import { describeFailure, failureText } from "../../../api/api-failure.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ProgressBar } from "../../../ui/progress-bar.tsx";
import { Sheet } from "../../../ui/sheet.tsx";
import { NoticeCard } from "../status/notice-card.tsx";
import type { Notice } from "../status/notice.ts";
import { importProject } from "./import-project.ts";
import { ProjectError } from "./project-file.ts";
import { words } from "./words.ts";

/** Opens a project file as a new sketch, or says why not. */
export function ImportDialog({ file, close }: { file: File; close: () => void }) {
  const [part, setPart] = useState(0);
  const [notice, setNotice] = useState<Notice | null>(null);
  const navigate = useNavigate();
  const opened = useEffectEvent((sketchId: string) => {
    close();
    void navigate({ to: "/s/$sketchId", params: { sketchId } });
  });

  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    importProject({ file, signal, progress: setPart }).then(opened, (error: unknown) => {
      if (!signal.aborted) setNotice(noticeOf(error));
    });
    return () => stop.abort();
  }, [file]);

  return (
    <Sheet label={words.importing} at="middle" close={close}>
      <div className="grid gap-4 p-6" data-testid="import" data-state={notice ? "failed" : "running"}>
        <h2 className="text-title font-semibold break-words">{words.importingFile(file.name)}</h2>
        {notice ? (
          <NoticeCard notice={notice} />
        ) : (
          <ProgressBar label={words.importing} done={part} total={1} />
        )}
        <button type="button" className={`${BUTTON.plain} justify-self-end`} onClick={close}>
          {notice ? words.close : words.stop}
        </button>
      </div>
    </Sheet>
  );
}

function noticeOf(error: unknown): Notice {
  if (error instanceof ProjectError) {
    return { text: words.importFailed(words.problems[error.problem]), requestId: null };
  }
  const { requestId = null } = describeFailure(error);
  return { text: words.importFailed(failureText(error)), requestId };
}
