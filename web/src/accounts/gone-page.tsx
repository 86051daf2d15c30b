import { Link } from "@tanstack/react-router";
import { BUTTON } from "../ui/button-styles.ts";
import { MessagePage } from "../app/message-page.tsx";
import { words as pageWords } from "../app/words.ts";
import { words } from "./words.ts";

/** Where somebody comes out who deleted everything. */
export function GonePage() {
  return (
    <MessagePage
      title={words.deletedTitle}
      actions={
        <Link to="/" className={BUTTON.primary}>
          {pageWords.startNew}
        </Link>
      }
    >
      {words.deleted}
    </MessagePage>
  );
}
