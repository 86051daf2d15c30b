import { CopyButton } from "../../../ui/copy-button.tsx";
import { figuresText, sectionsOf, type Figures } from "./figures.ts";
import { formatMs } from "./format-ms.ts";
import { words } from "./words.ts";

/** Where the time of the last picture went, and the counts of this visit. */
export function LatencyPanel({ figures }: { figures: Figures }) {
  const { chip, line } = figures;
  return (
    <div className="grid gap-3">
      <p>{words.explained[chip.state]}</p>
      {chip.state === "busy" && (
        <p className="text-muted">
          {line ? words.etaBasis(line.places, formatMs(line.overMs)) : words.etaUnknown}
        </p>
      )}
      {chip.painter && <p className="text-muted">{words.builtInExplained}</p>}
      {sectionsOf(figures).map(({ title, rows }) => (
        <section key={title} className="border-t border-border pt-3">
          <h3 className="mb-1 font-semibold">{title}</h3>
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 tabular-nums">
            {rows.map(({ name, value, isSum }) => (
              <div key={name} className={`contents ${isSum ? "font-medium" : ""}`}>
                <dt className={isSum ? "" : "text-muted"}>{name}</dt>
                <dd className="text-right break-all select-text">{value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <CopyButton label={words.copy} text={() => figuresText(figures)} />
    </div>
  );
}
