import type { MeterMessage } from "@llamasketch/contract";

/** What is set aside for a drawing is still its drawer's, until a picture is kept. Null until it is known. */
export const leftOf = ({ availableCredits, heldCredits }: MeterMessage): number | null =>
  availableCredits === null ? null : availableCredits + heldCredits;
