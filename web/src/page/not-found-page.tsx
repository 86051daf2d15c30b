import { Link } from "@tanstack/react-router";
import { BUTTON } from "./button-styles.ts";
import { MessagePage } from "./message-page.tsx";

export function NotFoundPage() {
  return (
    <MessagePage
      title="Nothing is drawn here"
      actions={
        <Link to="/" className={BUTTON.primary}>
          Start a new sketch
        </Link>
      }
    >
      There is no page at this address.
    </MessagePage>
  );
}
