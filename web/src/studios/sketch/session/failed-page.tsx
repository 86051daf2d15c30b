import { Link } from "@tanstack/react-router";
import type { FailureDetail } from "../../../api/api-failure.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { MessagePage } from "../../../app/message-page.tsx";
import { words as pageWords } from "../../../app/words.ts";
import { words } from "./words.ts";
import { isOnline } from "../../../ui/browser-gifts.ts";

export function FailedPage({ failure, retry }: { failure: FailureDetail; retry: () => void }) {
  const isGone = failure.status === 404 || failure.status === 400;
  const isOffline = failure.status === 0 && !isOnline();
  const startNew = (
    <Link to="/" className={isGone ? BUTTON.primary : BUTTON.plain}>
      {pageWords.startNew}
    </Link>
  );
  if (isGone) {
    return (
      <MessagePage title={words.goneTitle} requestId={failure.requestId} actions={startNew}>
        {words.gone}
      </MessagePage>
    );
  }
  return (
    <MessagePage
      title={isOffline ? words.offlineTitle : words.failedTitle}
      requestId={failure.requestId}
      actions={
        <>
          <button type="button" className={BUTTON.primary} onClick={retry}>
            {pageWords.tryAgain}
          </button>
          {startNew}
        </>
      }
    >
      {isOffline ? words.offline : failure.message} {failure.hint}
    </MessagePage>
  );
}
