import { Eye, EyeOff } from "lucide-react";
import { useId, useState, type InputHTMLAttributes, type ReactNode } from "react";
import { BUTTON } from "./button-styles.ts";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "className" | "onChange" | "value"> {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string | undefined;
  /** What is wrong with it. */
  problem?: string | undefined;
  /** At its end, over the field. */
  end?: ReactNode;
}

const box =
  "h-11 w-full rounded-lg border bg-surface px-3 text-field text-text select-text aria-invalid:border-bad";

/** A line to write in, with its name above. */
export function Field({ label, value, change, hint, problem, end, ...input }: Props) {
  const id = useId();
  const said = problem ?? hint;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <div className="relative">
        <input
          {...input}
          id={id}
          className={`${box} border-edge ${end ? "pr-12" : ""}`}
          value={value}
          aria-invalid={problem ? true : undefined}
          aria-describedby={said ? `${id}-said` : undefined}
          onChange={(event) => change(event.target.value)}
        />
        {end && <span className="absolute inset-y-0 right-0">{end}</span>}
      </div>
      {said && (
        <p id={`${id}-said`} className={`text-small ${problem ? "text-bad" : "text-muted"}`}>
          {said}
        </p>
      )}
    </div>
  );
}

interface PasswordProps extends Omit<Props, "type" | "end"> {
  show: string;
  hide: string;
}

/** A password, which may be looked at while it is written. */
export function PasswordField({ show, hide, ...field }: PasswordProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  const label = isShown ? hide : show;
  return (
    <Field
      {...field}
      type={isShown ? "text" : "password"}
      spellCheck={false}
      autoCapitalize="none"
      end={
        <button
          type="button"
          className={BUTTON.icon}
          aria-label={label}
          aria-pressed={isShown}
          title={label}
          onClick={() => setShown(!isShown)}
        >
          <Icon className="size-5" aria-hidden="true" />
        </button>
      }
    />
  );
}
