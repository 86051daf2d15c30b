/** What was asked for, as a job's row keeps it: what its caller said, and what was chosen for them. */
import { generationCreate, type GenerationCreate } from "@llamasketch/contract";
import { z } from "zod";

const CHOICES = ["model", "seed"] as const;

/** `chosen`: what the caller did not say. Rows of before have none. */
export const storedRequest = generationCreate.extend({
  model: z.string(),
  seed: z.int(),
  chosen: z.array(z.enum(CHOICES)).optional(),
});

export const storedAs = (
  asked: GenerationCreate,
  choices: Required<Pick<GenerationCreate, "model" | "seed">>,
) => ({
  ...asked,
  ...choices,
  chosen: CHOICES.filter((name) => asked[name] === undefined),
});

/** Whether a caller who says this says what was said then. What was chosen here is compared with nothing. */
export function isSaidAgain(stored: unknown, asked: GenerationCreate): boolean {
  const { chosen, ...then } = storedRequest.parse(stored);
  const ours = chosen ?? CHOICES.filter((name) => asked[name] === undefined);
  const said = { ...then, ...Object.fromEntries(ours.map((name) => [name, undefined])) };
  return inOrder(said) === inOrder(asked);
}

/** As JSON, whatever the order in which the fields were said. */
const inOrder = (said: object): string =>
  JSON.stringify(
    Object.entries(said)
      .toSorted(([one], [two]) => (one < two ? -1 : 1))
      .filter(([, value]) => value !== undefined),
  );
