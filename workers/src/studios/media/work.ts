/** A request with everything chosen that it did not say: kind, model, size, the picture that goes in, the line of the price list. */
import type { GenerationCreate, GenerationKind, QuoteRequest } from "@llamasketch/contract";
import { ApiError } from "../../http/errors.ts";
import type { Ports } from "../../ports.ts";
import { requireSense } from "./kind.ts";
import { chosenByName, firstAvailable, modelsFor, type Chosen } from "./models.ts";
import { priceRequest } from "./price.ts";
import { sizeFor, type Size } from "./size.ts";
import { sourceOf, type Source } from "./source.ts";
import { hostsTold } from "../../dispatch/hosts-told.ts";
import { hostsNotKnown, workflowsHere } from "../../dispatch/workflows-here.ts";

export interface Work extends Chosen {
  kind: GenerationKind;
  size: Size;
  source: Source | null;
  price: QuoteRequest;
}
type Asked = Omit<GenerationCreate, "quote">;

/** Throws `ApiError`. */
export async function workOf(
  services: Ports,
  ownerId: string | null,
  asked: Asked,
  { isQuote = false }: { isQuote?: boolean } = {},
): Promise<Work> {
  const kind = requireSense(asked, isQuote);
  const chosen = await chosenFor(services, kind, asked.model, isQuote);
  const source = asked.image ? await sourceOf(services, ownerId, asked.image) : null;
  const size = sizeFor(kind, asked, source);
  return { kind, ...chosen, size, source, price: priceRequest(chosen.making, asked, size) };
}

async function chosenFor(
  services: Ports,
  kind: GenerationKind,
  model: GenerationCreate["model"],
  isQuote: boolean,
): Promise<Chosen> {
  if (model === undefined) {
    const here = isQuote ? (await hostsTold(services, Date.now())).workflows : await workflowsHere(services);
    if (!here) throw hostsNotKnown();
    return firstAvailable(here, kind);
  }
  const found = chosenByName(model, kind);
  if (found) return found;
  throw new ApiError("bad_request", "This model does not support that.", {
    fields: { model: `For this kind: ${modelsFor(kind).join(", ")}.` },
  });
}
