/**
 * Decides that a key belongs to an input method, by which Japanese, Chinese, Korean and others are written: it chooses or
 * confirms what is being composed, and means nothing else.
 */

type Key = Pick<KeyboardEvent, "isComposing" | "keyCode" | "timeStamp">;

/** What browsers report for a key that an input method took. */
const TAKEN = 229;
/** The key that ended a composition and the end of it are told within this. */
const ONE_PRESS_MS = 30;

export class InputMethod {
  #isComposing = false;
  #keyMs = -Infinity;
  #endMs = -Infinity;

  began(): void {
    this.#isComposing = true;
  }

  ended({ timeStamp }: Pick<Event, "timeStamp">): void {
    this.#isComposing = false;
    // Safari tells of the end first and of its key after it; elsewhere that key has been here.
    const isKeyToCome = timeStamp - this.#keyMs > ONE_PRESS_MS;
    this.#endMs = isKeyToCome ? timeStamp : -Infinity;
  }

  /** Asked once for every key that goes down or up, in their order. */
  owns({ isComposing, keyCode, timeStamp }: Key): boolean {
    const isEnd = timeStamp - this.#endMs <= ONE_PRESS_MS;
    this.#endMs = -Infinity;
    const isOwned = isComposing || this.#isComposing || keyCode === TAKEN || isEnd;
    if (isOwned) this.#keyMs = timeStamp;
    return isOwned;
  }
}

/** Before anything of the page hears of a key: what an input method owns, nothing here does. The browser still gets it. */
export function followInputMethods(): void {
  const method = new InputMethod();
  const keep = (event: KeyboardEvent): void => {
    if (method.owns(event)) event.stopImmediatePropagation();
  };
  addEventListener("compositionstart", () => method.began(), { capture: true });
  addEventListener("compositionend", (event) => method.ended(event), { capture: true });
  addEventListener("keydown", keep, { capture: true });
  addEventListener("keyup", keep, { capture: true });
}
