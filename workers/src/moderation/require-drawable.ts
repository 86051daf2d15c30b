/** The one door of words that are to be drawn, whatever route or socket they came by. */
import { REFUSALS } from "@llamasketch/contract";
import { ApiError } from "../http/errors.ts";
import { allowsPrompt } from "./prompt-rules.ts";

/** By the field that the caller sent them in. Throws `ApiError` for the first that must not be drawn. */
export function requireDrawable(fields: Readonly<Record<string, string>>): void {
  for (const [field, text] of Object.entries(fields))
    if (!allowsPrompt(text))
      throw new ApiError("bad_request", REFUSALS.R10.message, { fields: { [field]: REFUSALS.R10.code } });
}
