import type { SketchView } from "@llamasketch/contract";
import { Link } from "@tanstack/react-router";
import { Copy, Download, Ellipsis, GitBranch, Link2, Pencil, Trash2 } from "lucide-react";
import { archiveUrl } from "../../../api/sketches.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { MenuButton, type MenuItem } from "../../../ui/menu-button.tsx";
import { chordsOf } from "../../../app/shortcuts.ts";
import { CoverImage } from "./cover-image.tsx";
import { absoluteTime, relativeTime } from "../../../ui/relative-time.ts";
import { RenameForm } from "./rename-form.tsx";
import type { SketchActions } from "./sketch-actions.ts";
import { words } from "./words.ts";

interface Props {
  sketch: SketchView;
  /** Of the sketch it began from, when that is in the list. */
  parentTitle: string | undefined;
  nowMs: number;
  /** The one that Tab comes to. */
  isCurrent: boolean;
  isRenaming: boolean;
  /** Nothing can be changed: the list is from an earlier visit. */
  isStill: boolean;
  actions: SketchActions;
  rename: (isOn: boolean) => void;
}

export function SketchCard({
  sketch,
  parentTitle,
  nowMs,
  isCurrent,
  isRenaming,
  isStill,
  actions,
  rename,
}: Props) {
  const { id, title, pictureCount, branchOf, copying } = sketch;
  const updatedMs = Date.parse(sketch.updatedAt);
  const time = relativeTime(updatedMs, nowMs);
  const tabIndex = isCurrent ? 0 : -1;
  const items: MenuItem[] = [
    { label: words.rename, icon: Pencil, act: () => rename(true), shortcut: chordsOf("rename")[0] ?? "" },
    { label: words.duplicate, icon: Copy, act: () => void actions.duplicate(sketch) },
    { label: words.copyLink, icon: Link2, act: () => void actions.copyLink(sketch) },
    { label: words.download, icon: Download, act: { download: archiveUrl(id) } },
    {
      label: words.delete,
      icon: Trash2,
      tone: "bad",
      act: () => void actions.delete(sketch),
      shortcut: chordsOf("delete")[0] ?? "",
    },
  ];
  return (
    <div className="relative h-full overflow-hidden rounded-lg border border-border bg-surface outline-primary transition-transform duration-150 hover:-translate-y-0.5 has-[>a:focus-visible]:outline-2 has-[>a:focus-visible]:outline-offset-2">
      <Link
        to="/s/$sketchId"
        params={{ sketchId: id }}
        tabIndex={tabIndex}
        disabled={copying}
        data-sketch={id}
        className="block outline-none"
      >
        <CoverImage sketch={sketch} />
        <span className="block py-2 pr-11 pl-3">
          <span className="block truncate font-medium" data-testid="card-title">
            {title}
          </span>
          <span className="flex items-center gap-1 text-small whitespace-nowrap text-muted">
            {branchOf && <BranchMark parentTitle={parentTitle} />}
            <span className="truncate">
              <time dateTime={sketch.updatedAt} title={absoluteTime(updatedMs)}>
                {copying ? words.copying : time}
              </time>
              {pictureCount > 0 && ` · ${words.pictures(pictureCount)}`}
            </span>
          </span>
        </span>
      </Link>
      {!isStill && (
        <div className="absolute right-0.5 bottom-2">
          <MenuButton
            label={words.actions(title)}
            items={items}
            tabIndex={tabIndex}
            triggerClass={BUTTON.icon}
            trigger={<Ellipsis className="size-5" aria-hidden="true" />}
          />
        </div>
      )}
      {isRenaming && (
        <RenameForm
          title={title}
          save={(next) => {
            rename(false);
            void actions.rename(sketch, next);
          }}
          cancel={() => rename(false)}
        />
      )}
    </div>
  );
}

function BranchMark({ parentTitle }: { parentTitle: string | undefined }) {
  const label = parentTitle === undefined ? words.branch : words.branchOf(parentTitle);
  return (
    <span title={label}>
      <GitBranch className="size-3.5 shrink-0" aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </span>
  );
}
