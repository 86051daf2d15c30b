import type { JobOffer } from "@llamasketch/contract";

const leave = (path: string) => ({ path, ticket: `ticket of ${path}` });

/** An offer of the built-in painter's smallest picture; its tickets are what a `FakePlatform` takes. */
export function jobOffer(number: number, more: Partial<JobOffer> = {}): JobOffer {
  const job = `job_01ARZ3NDEKTSV4RRFFQ69G5F${String(number).padStart(2, "0")}`;
  const { attempt = 1 } = more;
  const at = `/api/agents/jobs/${job}/${attempt}`;
  return {
    type: "job_offer",
    job,
    attempt,
    offer: number,
    class: "interactive",
    workflow: "painter-text-to-image",
    inputs: {
      prompt: "a quiet pond",
      negativePrompt: "",
      seed: 7,
      quality: "draft",
      widthPx: 256,
      heightPx: 128,
      strength: 0.6,
      image: null,
    },
    outputs: [{ result: leave(`${at}/outputs/0`), thumbnail: leave(`${at}/outputs/0/thumbnail`) }],
    leaseMs: 60_000,
    ...more,
  };
}

/** The same with `count` outputs. */
export function jobOfferOf(count: number, number: number): JobOffer {
  const offer = jobOffer(number);
  const at = `/api/agents/jobs/${offer.job}/1/outputs`;
  const outputs = Array.from({ length: count }, (_, index) => ({
    result: leave(`${at}/${index}`),
    thumbnail: leave(`${at}/${index}/thumbnail`),
  }));
  return { ...offer, outputs };
}

export const imageLeave = leave;
