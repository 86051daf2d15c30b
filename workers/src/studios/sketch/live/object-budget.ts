/** How many objects a session may put: a part of what its sketch may, or of what its owner may over all sketches drawn on now. */
import { OBJECTS_AT_ONCE, OBJECTS_PER_SECOND, PERSON_OBJECTS_PER_SECOND } from "@llamasketch/contract";
import { fullBudget, spend, type Budget } from "@llamasketch/live";

export class ObjectBudget {
  readonly #budget: Budget;
  /** Sketches that its owner draws on now, this one among them. */
  #drawnOn = 1;

  constructor(nowMs: number) {
    this.#budget = fullBudget({ everyMs: 0, atOnce: OBJECTS_AT_ONCE }, nowMs);
  }

  share(drawnOn: number): void {
    this.#drawnOn = Math.max(1, drawnOn);
  }

  /** Takes one and gives 0, or gives the time until there is one. */
  spend(nowMs: number): number {
    const perSecond = Math.min(OBJECTS_PER_SECOND, PERSON_OBJECTS_PER_SECOND / this.#drawnOn);
    return spend(this.#budget, { everyMs: 1000 / perSecond, atOnce: OBJECTS_AT_ONCE }, nowMs);
  }
}
