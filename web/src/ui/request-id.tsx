import { CopyButton } from "./copy-button.tsx";
import { words } from "./words.ts";

/** Of a call that failed, for who asks for help. */
export function RequestId({ id }: { id: string }) {
  return (
    <>
      {words.request} <code className="ml-1 font-mono break-all">{id}</code>
      <CopyButton label={words.copyRequest} text={() => id} isSmall />
    </>
  );
}
