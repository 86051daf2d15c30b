import { showInput } from "../nodes/describe-node.ts";
import type { ShownInput } from "../nodes/describe-node.ts";
import type { InputConfig, InputSpec } from "../nodes/node.ts";
import type { BoxValue } from "../nodes/value.ts";
import { writeExact } from "./exact-json.ts";

/** One complaint, as `/prompt` reports it. */
export interface Problem {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** A value after conversion to its type, or what is wrong with it. */
export type Checked =
  | { readonly value: string | number | bigint | boolean | BoxValue }
  | { readonly problem: Problem };

/** Python's way to write a value in a message. */
export function pythonText(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null || value === undefined) return "None";
  if (Array.isArray(value)) return `[${value.map(pythonText).join(", ")}]`;
  return typeof value === "object" ? writeExact(value) : String(value);
}

/** The `input_config` of a report: always with a settings object. */
export function inputConfig(spec: InputSpec, newForm = false): readonly [ShownInput[0], InputConfig] {
  const [type, config] = showInput(spec, newForm);
  return [type, config ?? {}];
}

/** How to check a value. */
export interface CheckMode {
  /** Leaves the choice from a list to the node itself. */
  readonly skipList?: boolean;
  /** Reports show the input in the newer form. */
  readonly newForm?: boolean;
}

/** Checks a plain (unlinked) value against its input. */
export function checkPlain(name: string, spec: InputSpec, received: unknown, mode: CheckMode): Checked {
  const [type, config] = spec;
  if (typeof type !== "string") return checkChoice(name, spec, type, received, mode);
  if (type === "BOUNDING_BOX") return checkBox(name, spec, received, mode);
  const value = convert(type, unwrap(received));
  if (typeof value === "object")
    return { problem: wrongType(name, spec, type, received, value.complaint, mode.newForm) };
  const { min, max } = config ?? {};
  if (isReal(value) && isReal(min) && value < min) {
    return { problem: outOfRange("value_smaller_than_min", `smaller than min of ${min}`) };
  }
  if (isReal(value) && isReal(max) && value > max) {
    return { problem: outOfRange("value_bigger_than_max", `bigger than max of ${max}`) };
  }
  return { value };

  function outOfRange(problemType: string, rule: string): Problem {
    return {
      type: problemType,
      message: `Value ${value} ${rule}`,
      details: name,
      extra_info: {
        input_name: name,
        input_config: inputConfig(spec, mode.newForm),
        received_value: received,
      },
    };
  }
}

/** Whole numbers beyond 2^53 are bigints; the two compare by value. */
const isReal = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";

function checkChoice(
  name: string,
  spec: InputSpec,
  choices: readonly string[],
  received: unknown,
  mode: CheckMode,
): Checked {
  if (typeof received === "string" && (mode.skipList || choices.includes(received)))
    return { value: received };
  const long = choices.length > 20;
  const listed = long ? `(list of length ${choices.length})` : pythonText(choices);
  return {
    problem: {
      type: "value_not_in_list",
      message: "Value not in list",
      details: `${name}: ${pythonText(received)} not in ${listed}`,
      extra_info: {
        input_name: name,
        input_config: long ? null : inputConfig(spec, mode.newForm),
        received_value: received,
      },
    },
  };
}

/** A list or object in `__value__` is a value, not a link. */
function unwrap(received: unknown): unknown {
  if (typeof received !== "object" || received === null || !("__value__" in received)) return received;
  return new Map<string, unknown>(Object.entries(received)).get("__value__");
}

function convert(
  type: string,
  received: unknown,
): string | number | bigint | boolean | { complaint: string } {
  switch (type) {
    case "INT": {
      if (typeof received === "boolean") return Number(received);
      const whole = typeof received === "string" ? wholeFromText(received) : received;
      if (typeof whole === "bigint") return whole;
      if (typeof whole === "number" && Number.isFinite(whole)) return Math.trunc(whole);
      if (typeof received === "number")
        return {
          complaint: `cannot convert float ${Number.isNaN(received) ? "NaN" : "infinity"} to integer`,
        };
      return { complaint: `invalid literal for int() with base 10: ${pythonText(received)}` };
    }
    case "FLOAT": {
      const isWritten =
        (typeof received === "string" && received.trim() !== "") || typeof received === "bigint";
      const real = isWritten ? Number(received) : received;
      if (typeof real === "boolean") return Number(real);
      // As in Python a bare NaN is a float and within any bounds; the node then fails on it.
      if (typeof real === "number" && (typeof received === "number" || !Number.isNaN(real))) return real;
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

/** Anything goes, as in ComfyUI: what is missing or no number falls back. */
function checkBox(name: string, spec: InputSpec, received: unknown, mode: CheckMode): Checked {
  if (typeof received !== "object" || received === null) {
    const complaint = "a box has x, y, width and height";
    return { problem: wrongType(name, spec, "BOUNDING_BOX", received, complaint, mode.newForm) };
  }
  const given = new Map<string, unknown>(Object.entries(received));
  const side = (key: string, fallback: number, min: number): number => {
    const value = given.get(key);
    return typeof value === "number" && Number.isFinite(value) ? Math.max(min, Math.trunc(value)) : fallback;
  };
  const [x, y] = [side("x", 0, 0), side("y", 0, 0)];
  return {
    value: { kind: "BOUNDING_BOX", x, y, width: side("width", 512, 1), height: side("height", 512, 1) },
  };
}

function wholeFromText(text: string): number | bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) return Number.NaN;
  const whole = Number(text);
  return Number.isSafeInteger(whole) ? whole : BigInt(text.trim().replace(/^\+/, ""));
}

function wrongType(
  name: string,
  spec: InputSpec,
  type: string,
  received: unknown,
  complaint: string,
  newForm = false,
): Problem {
  return {
    type: "invalid_input_type",
    message: `Failed to convert an input value to a ${type} value`,
    details: `${name}, ${String(received)}, ${complaint}`,
    extra_info: {
      input_name: name,
      input_config: inputConfig(spec, newForm),
      received_value: received,
      exception_message: complaint,
    },
  };
}
