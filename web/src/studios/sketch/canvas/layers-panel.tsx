import { Camera, Eye, EyeOff, ImagePlus, Move, Trash2 } from "lucide-react";
import { useRef, useSyncExternalStore } from "react";
import { INK_LAYERS, type Operation, type SetOperation } from "../../../drawing/operation.ts";
import { inkTarget, type PageState } from "../../../drawing/page-state.ts";
import { randomId } from "../../../drawing/random-id.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { useStore } from "../../../ui/store.ts";
import type { Desk } from "./desk.ts";
import { ActionButton } from "./tool-button.tsx";
import { words } from "./words.ts";

type Change = Omit<SetOperation, "op" | "id" | "target">;

interface Props {
  desk: Desk;
  close: () => void;
}

/** The layers from the top down: ink that can be drawn on, then images. */
export function LayersPanel({ desk, close }: Props) {
  const page = usePage(desk);
  const { layer: chosen } = useStore(desk.tools);
  return (
    <div className="grid w-[min(20rem,100vw-56px)] gap-1">
      {INK_LAYERS.toReversed().map((at) => {
        const name = words.inkLayers[at] ?? "";
        const layer = page.ink[at];
        return (
          layer && (
            <LayerRow key={at} desk={desk} target={inkTarget(at)} name={name} look={layer}>
              <label className="flex min-h-11 flex-1 items-center gap-2 rounded-lg px-2 has-checked:bg-raised">
                <input
                  type="radio"
                  name="ink-layer"
                  className="size-4 accent-[var(--primary)]"
                  aria-label={words.drawOn(name)}
                  checked={chosen === at}
                  onChange={() => desk.chooseLayer(at)}
                />
                {name}
              </label>
              <ActionButton
                label={words.clearLayer(name)}
                icon={Trash2}
                disabled={layer.items.length === 0}
                press={() => desk.ink.clear(at)}
              />
            </LayerRow>
          )
        );
      })}
      {page.images
        .map((image, at) => {
          const name = words.image(at + 1);
          return (
            <LayerRow key={image.id} desk={desk} target={image.id} name={name} look={image}>
              <span className="flex-1 px-2">{name}</span>
              <ActionButton
                label={words.moveImage(name)}
                icon={Move}
                press={() => {
                  desk.moveImage(image.id);
                  close();
                }}
              />
              <ActionButton
                label={words.removeImage(name)}
                icon={Trash2}
                press={() => change(desk, image.id, { removed: true })}
              />
            </LayerRow>
          );
        })
        .toReversed()}
      <AddImage desk={desk} close={close} />
    </div>
  );
}

interface RowProps {
  desk: Desk;
  target: string;
  name: string;
  look: { opacity: number; isHidden: boolean };
  children: React.ReactNode;
}

function LayerRow({ desk, target, name, look, children }: RowProps) {
  return (
    <div className="border-b border-border pb-1">
      <div className="flex items-center gap-1">
        <ActionButton
          label={look.isHidden ? words.show(name) : words.hide(name)}
          icon={look.isHidden ? EyeOff : Eye}
          press={() => change(desk, target, { hidden: !look.isHidden })}
        />
        {children}
      </div>
      <div className="flex items-center gap-2 pl-12">
        <input
          type="range"
          className="h-11 min-w-0 flex-1"
          aria-label={words.opacityOf(name)}
          min={0}
          max={1}
          step={0.05}
          value={look.opacity}
          onChange={(event) => fade(desk, target, Number(event.target.value))}
        />
        <output className="w-12 text-right tabular-nums">{words.percent(look.opacity)}</output>
      </div>
    </div>
  );
}

function AddImage({ desk, close }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const take = (files: FileList | null): void => {
    const [image] = files ?? [];
    if (image) void desk.importImage(image);
    close();
  };
  return (
    <div className="grid gap-2 pt-2">
      <div className="flex flex-wrap gap-2">
        <button type="button" className={BUTTON.plain} onClick={() => file.current?.click()}>
          <ImagePlus className="size-5" aria-hidden="true" />
          {words.addFromFile}
        </button>
        <button type="button" className={BUTTON.plain} onClick={() => camera.current?.click()}>
          <Camera className="size-5" aria-hidden="true" />
          {words.addFromCamera}
        </button>
      </div>
      <p className="text-muted">{words.addHint}</p>
      <input
        ref={file}
        data-testid="image-file"
        type="file"
        accept="image/*"
        hidden
        aria-label={words.addFromFile}
        onChange={(event) => take(event.target.files)}
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={words.addFromCamera}
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}

const setOf = (target: string, part: Change): SetOperation => ({
  op: "set",
  id: randomId(12),
  target,
  ...part,
});

function change(desk: Desk, target: string, part: Change): void {
  desk.ink.apply(setOf(target, part));
}

/** One drag of a slider is one change to undo. */
function fade(desk: Desk, target: string, opacity: number): void {
  const last = desk.ink.operations.findLast((each: Operation) => each.op !== "mark");
  const joins = last?.op === "set" && last.target === target && last.opacity !== undefined;
  change(desk, target, { opacity, ...(joins && { joins }) });
}

/** What is on the page now, for as long as this is shown. */
function usePage(desk: Desk): PageState {
  useSyncExternalStore(desk.ink.subscribe, () => desk.ink.changes);
  return desk.ink.page;
}
