import { useQuery } from "@tanstack/react-query";
import { MailCheck } from "lucide-react";
import { useEffect, useRef } from "react";
import { readWays } from "../api/accounts.ts";
import { apiUrl } from "../api/api-url.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { words } from "./words.ts";

/** A letter is on its way: what to do now. */
export function SentNote({ text, again }: { text: string; again: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const ways = useQuery({ queryKey: ["ways"], queryFn: readWays });
  // The form that had the focus is gone.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="account-part" role="status">
      <MailCheck className="size-8 text-good" aria-hidden="true" />
      <h2 ref={heading} tabIndex={-1} className="text-title font-semibold outline-none">
        {words.sentTitle}
      </h2>
      <p className="break-words">{text}</p>
      <p className="text-muted">{words.sentElsewhere}</p>
      {ways.data?.outbox && (
        <a className={BUTTON.plain} href={apiUrl(ways.data.outbox)} target="_blank" rel="noreferrer">
          {words.outbox}
        </a>
      )}
      <button type="button" className={BUTTON.plain} onClick={again}>
        {words.otherAddress}
      </button>
    </div>
  );
}
