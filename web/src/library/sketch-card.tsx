import type { SketchView } from "@llamasketch/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { describeFailure } from "../api/api-failure.ts";
import { deleteSketch, renameSketch } from "../api/sketches.ts";
import { BUTTON } from "../page/button-styles.ts";
import { ConfirmDelete } from "./confirm-delete.tsx";
import { RenameForm } from "./rename-form.tsx";

const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

export function SketchCard({ sketch }: { sketch: SketchView }) {
  const [mode, setMode] = useState<"still" | "renaming" | "deleting">("still");
  const queries = useQueryClient();
  const done = {
    onSuccess: () => queries.invalidateQueries({ queryKey: ["sketches"] }),
    onSettled: () => setMode("still"),
  };
  const rename = useMutation({ mutationFn: (title: string) => renameSketch(sketch.id, title), ...done });
  const remove = useMutation({ mutationFn: () => deleteSketch(sketch.id), ...done });
  const failed = rename.error ?? remove.error;
  const { lastPicture, title } = sketch;

  return (
    <li className="relative flex flex-col overflow-hidden rounded-lg border border-border bg-surface transition-transform duration-150 hover:-translate-y-0.5">
      <Link to="/s/$sketchId" params={{ sketchId: sketch.id }} className="block" aria-label={`Open ${title}`}>
        {lastPicture ? (
          <img
            src={lastPicture.url}
            alt={lastPicture.settings.prompt || title}
            loading="lazy"
            decoding="async"
            width={lastPicture.widthPx}
            height={lastPicture.heightPx}
            className="aspect-square w-full bg-raised object-cover"
          />
        ) : (
          <span className="grid aspect-square place-content-center bg-raised text-muted">No picture yet</span>
        )}
      </Link>
      {mode === "renaming" ? (
        <RenameForm title={title} save={(next) => rename.mutate(next)} cancel={() => setMode("still")} />
      ) : (
        <div className="flex items-center gap-1 py-2 pr-1 pl-3">
          <div className="min-w-0 flex-1">
            <p className="truncate font-medium">{title}</p>
            <p className="truncate text-[13px] text-muted">{DAY.format(new Date(sketch.updatedAt))}</p>
          </div>
          <button
            type="button"
            className={BUTTON.icon}
            aria-label={`Rename ${title}`}
            title="Rename"
            onClick={() => setMode("renaming")}
          >
            <Pencil className="size-4" aria-hidden="true" />
          </button>
          <button
            type="button"
            className={BUTTON.icon}
            aria-label={`Delete ${title}`}
            title="Delete"
            onClick={() => setMode("deleting")}
          >
            <Trash2 className="size-4" aria-hidden="true" />
          </button>
        </div>
      )}
      {failed && (
        <p role="alert" className="px-3 pb-3 text-bad">
          {describeFailure(failed).message}
        </p>
      )}
      {mode === "deleting" && (
        <ConfirmDelete
          title={title}
          isBusy={remove.isPending}
          confirm={() => remove.mutate()}
          cancel={() => setMode("still")}
        />
      )}
    </li>
  );
}
