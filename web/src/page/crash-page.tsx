import { BUTTON } from "./button-styles.ts";
import { MessagePage } from "./message-page.tsx";

export function CrashPage() {
  return (
    <MessagePage
      title="This page stumbled"
      actions={
        <button type="button" className={BUTTON.primary} onClick={() => location.reload()}>
          Reload
        </button>
      }
    >
      What you drew is kept in this browser. Reload to go on.
    </MessagePage>
  );
}
