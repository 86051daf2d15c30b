import { ApiError } from "../http/errors.ts";
import { normalEmail } from "./email-address.ts";

/** The address in its one form; throws when it is none that mail can be sent to. */
export function givenEmail(text: string): string {
  const email = normalEmail(text);
  if (email === null)
    throw new ApiError("bad_request", "This email address is not valid.", {
      fields: { email: "not a usable address" },
    });
  return email;
}
