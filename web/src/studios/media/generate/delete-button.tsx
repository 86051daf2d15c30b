import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteGeneration } from "../../../api/generations.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { Sheet } from "../../../ui/sheet.tsx";
import { toast } from "../../../ui/toasts.ts";
import { ProblemNote } from "./problem-note.tsx";
import { words } from "./words.ts";

/** Deletes a generation, once somebody has said that they mean it. */
export function DeleteButton({ id, gone }: { id: string; gone: () => void }) {
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteGeneration(id),
    onSuccess: () => {
      toast({ text: words.deleted });
      gone();
      queries.removeQueries({ queryKey: ["generation", id] });
      void queries.invalidateQueries({ queryKey: ["generations"] });
    },
  });
  return (
    <>
      <button type="button" className={BUTTON.plain} onClick={() => setAsked(true)}>
        <Trash2 className="size-4" aria-hidden="true" />
        {words.delete}
      </button>
      {isAsked && (
        <Sheet label={words.deleteTitle} close={() => setAsked(false)} at="middle">
          <div className="sheet-body grid gap-4">
            <h2 className="text-title font-semibold">{words.deleteTitle}</h2>
            <p className="text-muted">{words.deleteText}</p>
            <ProblemNote error={remove.error} />
            <div className="flex flex-wrap justify-end gap-3">
              <button
                type="button"
                className={BUTTON.plain}
                data-first-focus=""
                onClick={() => setAsked(false)}
              >
                {words.deleteNo}
              </button>
              <button
                type="button"
                className={BUTTON.danger}
                disabled={remove.isPending}
                onClick={() => remove.mutate()}
              >
                {words.deleteYes}
              </button>
            </div>
          </div>
        </Sheet>
      )}
    </>
  );
}
