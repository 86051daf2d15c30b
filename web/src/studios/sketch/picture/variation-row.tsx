import { VARIATIONS_MAX } from "@llamasketch/contract";
import { useStore } from "../../../ui/store.ts";
import type { SketchSession } from "../session/sketch-session.ts";
import { words } from "./words.ts";

const NUMBERS = Array.from({ length: VARIATIONS_MAX }, (_, at) => at + 1);

interface Props {
  session: SketchSession;
  disabled: boolean;
  /** Empty places are shown too, so that nothing moves when one comes. */
  keepsPlaces: boolean;
}

/** Up to four other pictures of the resting canvas; a tap goes on from one. */
export function VariationRow({ session, disabled, keepsPlaces }: Props) {
  const { items } = useStore(session.variations.store);
  if (!items.length && !keepsPlaces) return null;
  return (
    <ul className="variation-row" aria-label={words.variations} data-testid="variations">
      {NUMBERS.map((number) => {
        const item = items.find((each) => each.number === number);
        return (
          <li key={number} className="variation-place">
            {item && (
              <button
                type="button"
                data-variation={number}
                className="block size-full overflow-hidden rounded-lg"
                aria-label={words.adopt(number)}
                title={words.adopt(number)}
                disabled={disabled}
                onClick={() => session.adoptVariation(item)}
              >
                <img
                  src={item.url}
                  alt=""
                  className="variation-image size-full object-cover"
                  decoding="async"
                />
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
