import type { AuditLine } from "@llamasketch/contract";
import { words } from "./words.ts";

const detailOf = (detail: AuditLine["detail"]): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");

export function AuditTable({ lines }: { lines: readonly AuditLine[] }) {
  if (lines.length === 0) return <p className="text-muted">{words.nothing}</p>;
  return (
    <div className="overflow-x-auto" data-scrolls="" tabIndex={0} role="region" aria-label={words.audit}>
      <table className="account-table min-w-176">
        <thead>
          <tr>
            {[words.when, words.action, words.subject, words.why, words.by].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, at, action, subject, reason, detail, actorId }) => (
            <tr key={id}>
              <td>{words.at(at)}</td>
              <td>{words.actions[action]}</td>
              <td className="font-mono text-small select-text">{subject}</td>
              <td>{[reason, detailOf(detail)].filter(Boolean).join(" · ")}</td>
              <td className="font-mono text-small select-text">{actorId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
