import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { deleteGeneration } from "../../../api/generations.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { ConfirmSheet } from "../../../ui/confirm-sheet.tsx";
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
        <ConfirmSheet
          title={words.deleteTitle}
          text={words.deleteText}
          no={words.deleteNo}
          yes={words.deleteYes}
          isPending={remove.isPending}
          confirm={() => remove.mutate()}
          close={() => setAsked(false)}
        >
          <ProblemNote error={remove.error} />
        </ConfirmSheet>
      )}
    </>
  );
}
