import type { InputConfig, InputSpec } from "../nodes/node.ts";

/** One complaint, as `/prompt` reports it. */
export interface Problem {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** A value after conversion to its type, or what is wrong with it. */
export type Checked = { readonly value: string | number | boolean } | { readonly problem: Problem };

/** Python's way to write a value in a message. */
export function pythonText(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The `input_config` of a report: always with a settings object. */
export function inputConfig(spec: InputSpec): readonly [string | readonly string[], InputConfig] {
  return [spec[0], spec[1] ?? {}];
}

/** Checks a plain (unlinked) value against its input. `skipList` leaves the choice to the node itself. */
export function checkPlain(name: string, spec: InputSpec, received: unknown, skipList: boolean): Checked {
  const [type] = spec;
  if (typeof type !== "string") return checkChoice(name, spec, type, received, skipList);
  const value = convert(type, received);
  if (typeof value === "object") return { problem: wrongType(name, spec, type, received, value.complaint) };
  const { min, max } = inputConfig(spec)[1];
  if (typeof value === "number" && typeof min === "number" && value < min) {
    return { problem: outOfRange("value_smaller_than_min", `smaller than min of ${min}`) };
  }
  if (typeof value === "number" && typeof max === "number" && value > max) {
    return { problem: outOfRange("value_bigger_than_max", `bigger than max of ${max}`) };
  }
  return { value };

  function outOfRange(problemType: string, rule: string): Problem {
    return {
      type: problemType,
      message: `Value ${value} ${rule}`,
      details: name,
      extra_info: { input_name: name, input_config: inputConfig(spec), received_value: received },
    };
  }
}

function checkChoice(
  name: string,
  spec: InputSpec,
  choices: readonly string[],
  received: unknown,
  skipList: boolean,
): Checked {
  if (typeof received === "string" && (skipList || choices.includes(received))) return { value: received };
  const long = choices.length > 20;
  const listed = long ? `(list of length ${choices.length})` : pythonText(choices);
  return {
    problem: {
      type: "value_not_in_list",
      message: "Value not in list",
      details: `${name}: ${pythonText(received)} not in ${listed}`,
      extra_info: {
        input_name: name,
        input_config: long ? null : inputConfig(spec),
        received_value: received,
      },
    },
  };
}

function convert(type: string, received: unknown): string | number | boolean | { complaint: string } {
  switch (type) {
    case "INT": {
      if (typeof received === "boolean") return Number(received);
      const whole = typeof received === "string" ? wholeFromText(received) : received;
      if (typeof whole === "number" && Number.isFinite(whole)) return Math.trunc(whole);
      return { complaint: `invalid literal for int() with base 10: ${pythonText(received)}` };
    }
    case "FLOAT": {
      const real = typeof received === "string" && received.trim() !== "" ? Number(received) : received;
      if (typeof real === "boolean") return Number(real);
      if (typeof real === "number" && Number.isFinite(real)) return real;
      return { complaint: `could not convert string to float: ${pythonText(received)}` };
    }
    case "BOOLEAN":
      return Boolean(received);
    case "STRING":
      return typeof received === "string" ? received : pythonText(received);
    default:
      return { complaint: `a ${type} can only come from another node` };
  }
}

function wholeFromText(text: string): number {
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
}

function wrongType(
  name: string,
  spec: InputSpec,
  type: string,
  received: unknown,
  complaint: string,
): Problem {
  return {
    type: "invalid_input_type",
    message: `Failed to convert an input value to a ${type} value`,
    details: `${name}, ${String(received)}, ${complaint}`,
    extra_info: {
      input_name: name,
      input_config: inputConfig(spec),
      received_value: received,
      exception_message: complaint,
    },
  };
}
