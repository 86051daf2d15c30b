import type { UseQueryResult } from "@tanstack/react-query";
import { useId } from "react";
import type { Model } from "../../../api/generations.ts";
import type { Draft } from "./draft.ts";
import { words } from "./words.ts";

interface Props {
  models: UseQueryResult<Model[]>;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
}

/** Who makes it: what each costs, and whether a machine for it is here. */
export function ModelField({ models, draft, change }: Props) {
  const name = useId();
  const able = (models.data ?? []).flatMap(({ prices, ...model }) => {
    const price = prices.find(({ kind }) => kind === draft.kind);
    return price ? [{ ...model, credits: price.credits, available: price.available }] : [];
  });
  const chosen = able.find(({ id }) => id === draft.model);
  const away =
    chosen && !chosen.available
      ? words.modelAway(chosen.title, draft.class === "batch")
      : !chosen && models.data && able.every(({ available }) => !available)
        ? words.noneHere
        : null;
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 text-muted">{words.model}</legend>
      <ul className="grid rounded-lg border border-edge">
        <Row
          name={name}
          isOn={!chosen}
          choose={() => change({ model: null })}
          title={words.models.any}
          about={[]}
        />
        {able.map(({ id, title, credits, available, isModel }) => (
          <Row
            key={id}
            name={name}
            isOn={chosen?.id === id}
            choose={() => change({ model: id })}
            title={title}
            about={[
              words.models.cost(credits),
              ...(isModel ? [] : [words.models.noModel]),
              ...(available ? [] : [words.models.away]),
            ]}
          />
        ))}
      </ul>
      {models.error && <p className="text-small text-muted">{words.modelsFailed}</p>}
      {away && (
        <p role="status" className="text-small text-warn" data-testid="model-away">
          {away}
        </p>
      )}
    </fieldset>
  );
}

interface RowProps {
  name: string;
  isOn: boolean;
  choose: () => void;
  title: string;
  about: readonly string[];
}

function Row({ name, isOn, choose, title, about }: RowProps) {
  return (
    <li>
      <label className="flex min-h-11 cursor-pointer flex-wrap items-center justify-between gap-x-3 rounded-md border-2 border-transparent px-3 py-1 has-checked:border-primary has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary">
        <input type="radio" className="sr-only" name={name} checked={isOn} onChange={choose} />
        <span className={isOn ? "font-semibold" : ""}>{title}</span>
        <span className="text-small text-muted">{about.join(" · ")}</span>
      </label>
    </li>
  );
}
