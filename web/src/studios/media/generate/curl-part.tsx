import { Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { Part } from "../../../app/part.tsx";
import { listKeys } from "../../../api/accounts.ts";
import { apiUrl } from "../../../api/api-url.ts";
import type { Asked } from "../../../api/generations.ts";
import { BUTTON } from "../../../ui/button-styles.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { curlOf } from "./curl.ts";
import { words } from "./words.ts";

/** What the form says, as a program would. */
export function CurlPart({ asked, hasAccount }: { asked: Asked; hasAccount: boolean }) {
  const keys = useQuery({ queryKey: ["keys"], queryFn: listKeys, enabled: hasAccount });
  const call = curlOf(apiUrl("") || location.origin, asked);
  return (
    <Part title={words.curlTitle}>
      <p className="text-muted">{keys.data?.mediaApi === false ? words.curlNotOnPlan : words.curlText}</p>
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
