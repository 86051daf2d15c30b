import type { PictureView } from "@llamasketch/contract";
import { Gem, Pin, Shuffle } from "lucide-react";
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { apiUrl } from "../../../api/api-url.ts";
import { useStore } from "../../../ui/store.ts";
import type { History } from "./history.ts";
import { visibleRange } from "./visible-range.ts";
import { words } from "./words.ts";

interface Props {
  history: History;
  viewed: PictureView | null;
  view: (picture: PictureView | null) => void;
  /** `x`: the newest at the right; `y`: at the top. */
  axis: "x" | "y";
  stepPx: number;
}

const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const BADGE = { live: null, final: Gem, variation: Shuffle } as const;

/** All kept pictures in the order of time; only those in sight are on the page. */
export function Strip({ history, viewed, view, axis, stepPx }: Props) {
  const { pictures } = useStore(history.store);
  const scroller = useRef<HTMLDivElement>(null);
  const first = useRef<string | null>(null);
  const [seen, setSeen] = useState({ sizePx: 0, scrolledPx: 0 });
  const listId = useId();
  const { from, to } = visibleRange(pictures.length, stepPx, seen.sizePx, seen.scrolledPx);
  const viewedAt = viewed ? pictures.findIndex(({ id }) => id === viewed.id) : -1;

  function look(): void {
    const element = scroller.current;
    if (!element) return;
    setSeen({
      sizePx: axis === "x" ? element.clientWidth : element.clientHeight,
      scrolledPx: scrolled(element, axis),
    });
  }
  useEffect(() => {
    if (!scroller.current) return;
    const resized = new ResizeObserver(look);
    resized.observe(scroller.current);
    return () => resized.disconnect();
  });
  useEffect(() => history.near(to), [history, to]);

  // What came at the newest end must not push away what is looked at.
  useLayoutEffect(() => {
    const element = scroller.current;
    const came = first.current ? pictures.findIndex(({ id }) => id === first.current) : 0;
    first.current = pictures[0]?.id ?? null;
    if (element && came > 0 && scrolled(element, axis) > 0) scrollBy(element, axis, came * stepPx);
  }, [pictures, axis, stepPx]);
  useEffect(() => {
    const element = scroller.current;
    if (!element || viewedAt < 0) return;
    const sizePx = axis === "x" ? element.clientWidth : element.clientHeight;
    const beyondPx = (viewedAt + 1) * stepPx - sizePx - scrolled(element, axis);
    const beforePx = viewedAt * stepPx - scrolled(element, axis);
    if (beforePx < 0) scrollBy(element, axis, beforePx);
    else if (beyondPx > 0) scrollBy(element, axis, beyondPx);
  }, [viewedAt, axis, stepPx]);

  function onKey(event: KeyboardEvent): void {
    if (event.key === "Home") view(pictures[0] ?? null);
    else if (event.key === "End") view(pictures.at(-1) ?? null);
    else return;
    event.preventDefault();
  }

  const edge = axis === "x" ? "right" : "top";
  return (
    <div
      ref={scroller}
      dir={axis === "x" ? "rtl" : undefined}
      className={`history-strip history-strip-${axis}`}
      role="listbox"
      tabIndex={0}
      aria-label={words.strip}
      aria-orientation={axis === "x" ? "horizontal" : "vertical"}
      aria-activedescendant={viewedAt >= from && viewedAt < to ? `${listId}-${viewedAt}` : undefined}
      data-testid="history"
      data-count={pictures.length}
      onScroll={look}
      onKeyDown={onKey}
    >
      <div
        className="relative"
        style={{
          [axis === "x" ? "width" : "height"]: pictures.length * stepPx,
          [axis === "x" ? "height" : "width"]: "100%",
        }}
      >
        {pictures.slice(from, to).map((picture, offset) => {
          const at = from + offset;
          return (
            <div
              key={picture.id}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === viewedAt}
              aria-label={words.entry(
                TIME.format(new Date(picture.createdAt)),
                picture.kind,
                picture.pinnedAt !== null,
              )}
              aria-setsize={pictures.length}
              aria-posinset={at + 1}
              data-picture={picture.id}
              className="history-entry"
              style={{ [edge]: at * stepPx, width: stepPx, height: stepPx }}
              onClick={() => view(at === viewedAt ? null : picture)}
            >
              <Entry picture={picture} isViewed={at === viewedAt} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Entry({ picture, isViewed }: { picture: PictureView; isViewed: boolean }) {
  const Badge = BADGE[picture.kind];
  return (
    <span
      className={`relative block size-full overflow-hidden rounded-lg bg-raised ${
        isViewed ? "outline-2 outline-offset-1 outline-primary" : ""
      }`}
    >
      <img
        src={apiUrl(picture.url)}
        alt=""
        draggable={false}
        decoding="async"
        className="size-full object-cover"
        width={picture.widthPx}
        height={picture.heightPx}
      />
      {picture.pinnedAt && (
        <Pin
          className="absolute top-0.5 right-0.5 size-4 rounded-full bg-background/80 p-0.5 text-text"
          aria-hidden="true"
        />
      )}
      {Badge && (
        <Badge
          className="absolute right-0.5 bottom-0.5 size-4 rounded-full bg-background/80 p-0.5 text-text"
          aria-hidden="true"
        />
      )}
    </span>
  );
}

/** How far from the newest end, px: the x strip starts at its right edge, and counts below 0 from there. */
const scrolled = (element: HTMLElement, axis: "x" | "y"): number =>
  axis === "x" ? -element.scrollLeft : element.scrollTop;

function scrollBy(element: HTMLElement, axis: "x" | "y", px: number): void {
  if (axis === "x") element.scrollLeft -= px;
  else element.scrollTop += px;
}
