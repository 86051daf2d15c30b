import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { BUTTON } from "./button-styles.ts";
import { CopyButton } from "./copy-button.tsx";
import { useStore } from "./store.ts";
import { dismissToast, toasts, type Toast } from "./toasts.ts";
import { words } from "./words.ts";

/** The one place where the page speaks up by itself. It waits while somebody reads or aims. */
export function ToastRegion() {
  const { list } = useStore(toasts);
  const [isHeld, setHeld] = useState(false);
  return (
    <section
      className="toasts"
      aria-label={words.messages}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status" className="contents">
        {list.map((toast) => (
          <ToastCard key={toast.id} toast={toast} isHeld={isHeld} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ toast, isHeld }: { toast: Toast; isHeld: boolean }) {
  const { id, text, tone, action, requestId, forMs } = toast;
  useEffect(() => {
    if (forMs === null || isHeld) return;
    const timer = setTimeout(() => dismissToast(id), forMs);
    return () => clearTimeout(timer);
  }, [id, forMs, isHeld]);
  return (
    <div
      className={`toast pointer-events-auto flex items-center gap-1 rounded-lg border bg-surface py-1 pr-1 pl-4 text-text shadow-raised select-text ${tone === "bad" ? "border-bad" : "border-edge"}`}
    >
      <div className="min-w-0 flex-1 py-2 break-words">
        {text}
        {requestId && <p className="text-small break-all text-muted">{`${words.request} ${requestId}`}</p>}
      </div>
      {requestId && <CopyButton label={words.copyRequest} text={() => requestId} isSmall />}
      {action && (
        <button
          type="button"
          className="min-h-11 shrink-0 rounded-lg px-3 font-semibold text-primary hover:bg-raised"
          aria-label={action.name}
          title={action.name}
          onClick={() => {
            dismissToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={BUTTON.icon}
        aria-label={words.dismiss}
        title={words.dismiss}
        onClick={() => dismissToast(id)}
      >
        <X className="size-4" aria-hidden="true" />
      </button>
    </div>
  );
}
