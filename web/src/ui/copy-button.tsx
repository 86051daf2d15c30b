import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { copyText } from "./browser-gifts.ts";
import { BUTTON } from "./button-styles.ts";
import { words } from "./words.ts";

const SAID_MS = 2000;

/** Copies `text()` and says whether that worked. */
export function CopyButton({
  label,
  text,
  isSmall,
}: {
  label: string;
  text: () => string;
  isSmall?: boolean;
}) {
  const [said, setSaid] = useState<"nothing" | "copied" | "failed">("nothing");
  useEffect(() => {
    if (said === "nothing") return;
    const timer = setTimeout(() => setSaid("nothing"), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const Icon = said === "copied" ? Check : Copy;
  const shown = { nothing: label, copied: words.copied, failed: words.copyFailed }[said];
  return (
    <button
      type="button"
      className={isSmall ? BUTTON.icon : BUTTON.plain}
      aria-label={shown}
      title={shown}
      onClick={() => {
        void copyText(text()).then((isCopied) => setSaid(isCopied ? "copied" : "failed"));
      }}
    >
      <Icon className="size-4" aria-hidden="true" />
      {!isSmall && shown}
    </button>
  );
}
