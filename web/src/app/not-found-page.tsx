import { Link } from "@tanstack/react-router";
import { BUTTON } from "../ui/button-styles.ts";
import { MessagePage } from "./message-page.tsx";
import { words } from "./words.ts";

export function NotFoundPage() {
  return (
    <MessagePage
      title={words.notFoundTitle}
      actions={
        <>
          <Link to="/" className={BUTTON.primary}>
            {words.startNew}
          </Link>
          <Link to="/sketches" className={BUTTON.plain}>
            {words.mySketches}
          </Link>
        </>
      }
    >
      {words.notFound}
    </MessagePage>
  );
}
