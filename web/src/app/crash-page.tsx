import { describeFailure } from "../api/api-failure.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { MessagePage } from "./message-page.tsx";
import { words } from "./words.ts";

export function CrashPage({ error }: { error: unknown }) {
  return (
    <MessagePage
      title={words.crashTitle}
      requestId={describeFailure(error).requestId}
      actions={
        <button type="button" className={BUTTON.primary} onClick={() => location.reload()}>
          {words.reload}
        </button>
      }
    >
      {words.crash}
    </MessagePage>
  );
}
