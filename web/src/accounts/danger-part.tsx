import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { deleteAccount } from "../api/accounts.ts";
import { apiUrl } from "../api/api-url.ts";
import { BUTTON } from "../ui/button-styles.ts";
import { FailureNote } from "../app/failure-note.tsx";
import { Field } from "../ui/field.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { arrive } from "./arrive.ts";
import { forgetAll } from "./forget-browser.ts";
import { Part } from "../app/part.tsx";
import { words } from "./words.ts";
import { databases, shelf } from "../ui/browser-gifts.ts";

/** Taking everything along, and going for good. `email`: null for a visitor. */
export function DangerPart({ email }: { email: string | null }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <Part title={words.danger} isWide={email !== null}>
      <p className="text-muted">{words.exportText}</p>
      <a className={BUTTON.plain} href={apiUrl("/api/account/export")} download="">
        {words.export}
      </a>
      <p className="text-muted">{words.deleteText}</p>
      <button type="button" className={BUTTON.danger} onClick={() => setAsked(true)}>
        {email === null ? words.deleteVisitor : words.delete}
      </button>
      {isAsked && <DeleteSheet word={email ?? words.deleteWord} close={() => setAsked(false)} />}
    </Part>
  );
}

function DeleteSheet({ word, close }: { word: string; close: () => void }) {
  const [typed, setTyped] = useState("");
  const go = useMutation({
    mutationFn: () => deleteAccount(typed),
    onSuccess: () => {
      forgetAll(shelf, databases());
      arrive("/account/gone");
    },
  });
  const isMeant = typed.trim().toLowerCase() === word.toLowerCase();
  return (
    <Sheet label={words.deleteTitle} close={close} at="middle">
      <form
        className="sheet-body grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isMeant && !go.isPending) go.mutate();
        }}
      >
        <h2 className="text-title font-semibold">{words.deleteTitle}</h2>
        <p className="text-muted">{words.deleteText}</p>
        <Field
          label={words.deleteType(word)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-first-focus=""
          value={typed}
          change={setTyped}
        />
        <FailureNote error={go.error} />
        <div className="flex flex-wrap justify-end gap-3">
          <button type="button" className={BUTTON.plain} onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" className={BUTTON.danger} disabled={!isMeant || go.isPending}>
            {words.deleteNow}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
