import { MEDIA_MODELS, type MediaModel } from "@llamasketch/contract";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import type { Sought } from "../../../api/creations.ts";
import { words } from "./words.ts";

import { SOUGHT_STATES } from "./sought-of.ts";

interface Props {
  sought: Sought;
  seek: (part: Partial<Sought>) => void;
}

export function CreationFilters({ sought, seek }: Props) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <Select
        label={words.state}
        value={sought.state ?? ""}
        choose={(value) => seek({ state: SOUGHT_STATES.find((state) => state === value) ?? null })}
      >
        <option value="">{words.states.finished}</option>
        {SOUGHT_STATES.map((state) => (
          <option key={state} value={state}>
            {words.states[state]}
          </option>
        ))}
      </Select>
      <Select
        label={words.model}
        value={sought.model ?? ""}
        choose={(value) => seek({ model: MEDIA_MODELS.find((model) => model === value) ?? null })}
      >
        <option value="">{words.anyModel}</option>
        {MEDIA_MODELS.map((model: MediaModel) => (
          <option key={model} value={model}>
            {words.models[model]}
          </option>
        ))}
      </Select>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  choose: (value: string) => void;
  children: ReactNode;
}

function Select({ label, value, choose, children }: SelectProps) {
  return (
    <span className="relative">
      <select
        aria-label={label}
        value={value}
        onChange={(event) => choose(event.target.value)}
        className="h-11 appearance-none rounded-lg border border-edge bg-surface pr-10 pl-3 text-field text-text lg:text-body"
      >
        {children}
      </select>
      <ChevronDown
        className="pointer-events-none absolute top-3.5 right-3 size-4 text-muted"
        aria-hidden="true"
      />
    </span>
  );
}
