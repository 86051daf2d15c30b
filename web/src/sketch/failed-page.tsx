import { Link } from "@tanstack/react-router";
import type { FailureDetail } from "../api/api-failure.ts";
import { BUTTON } from "../page/button-styles.ts";
import { MessagePage } from "../page/message-page.tsx";

export function FailedPage({ failure, retry }: { failure: FailureDetail; retry: () => void }) {
  const isGone = failure.status === 404 || failure.status === 400;
  const startNew = (
    <Link to="/" className={isGone ? BUTTON.primary : BUTTON.plain}>
      Start a new sketch
    </Link>
  );
  return (
    <MessagePage
      title={isGone ? "This sketch isn't here" : "This sketch didn't open"}
      requestId={failure.requestId}
      actions={
        isGone ? (
          startNew
        ) : (
          <>
            <button type="button" className={BUTTON.primary} onClick={retry}>
              Try again
            </button>
            {startNew}
          </>
        )
      }
    >
      <p>
        {isGone ? "It may have been deleted, or it belongs to someone else." : failure.message} {failure.hint}
      </p>
    </MessagePage>
  );
}
