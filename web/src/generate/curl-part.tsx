import { Link } from "@tanstack/react-router";
import { Part } from "../accounts/part.tsx";
import { apiUrl } from "../api/api-url.ts";
import type { Asked } from "../api/generations.ts";
import { BUTTON } from "../page/button-styles.ts";
import { CopyButton } from "../page/copy-button.tsx";
import { curlOf } from "./curl.ts";
import { words } from "./words.ts";

/** What the form says, as a program would. */
export function CurlPart({ asked }: { asked: Asked }) {
  const call = curlOf(apiUrl("") || location.origin, asked);
  return (
    <Part title={words.curlTitle}>
      <p className="text-muted">{words.curlText}</p>
      <pre className="generate-call select-text" data-testid="curl" data-scrolls="" tabIndex={0}>
        <code className="font-mono">{call}</code>
      </pre>
      <div className="flex flex-wrap gap-3">
        <CopyButton label={words.copyCurl} text={() => call} />
        <Link to="/account" className={BUTTON.plain}>
          {words.makeKey}
        </Link>
      </div>
    </Part>
  );
}
