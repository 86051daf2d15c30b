import { useId } from "react";

interface Props<Value extends string> {
  legend: string;
  options: Readonly<Record<Value, string>>;
  value: Value;
  choose: (value: Value) => void;
}

/** One of a few, all in sight. Arrows move between them, as between all radio buttons. */
export function Choice<Value extends string>({ legend, options, value, choose }: Props<Value>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-muted">{legend}</legend>
      <div className="flex rounded-lg border border-edge">
        {(Object.entries(options) as [Value, string][]).map(([option, label]) => (
          <label
            key={option}
            className="grid min-h-11 min-w-0 flex-1 cursor-pointer place-content-center rounded-md px-2 text-center break-words border-2 border-transparent has-checked:border-primary has-checked:bg-raised has-checked:font-semibold has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={option === value}
              onChange={() => choose(option)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
