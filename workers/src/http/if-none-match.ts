/** What a caller says it has already (RFC 9110, 13.1.2). */

const TAG = /^(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")$/;

/** `*`, or the tags without their weakness; whatever is none is not read. Commas are no letters of our own tags. */
function tagsOf(header: string | null): "*" | string[] {
  if (header?.trim() === "*") return "*";
  return (header ?? "").split(",").flatMap((part) => part.trim().match(TAG)?.[1] ?? []);
}

/** Whether something with this tag need not be sent. */
export function isKnownAs(etag: string, header: string | null | undefined): boolean {
  const tags = tagsOf(header ?? null);
  return tags === "*" || tags.includes(etag);
}

/** Those headers by which a stored object may be left out: conditions that are for changes, or for other programs, are not. */
export function unlessKnown(headers: Headers): Headers {
  const conditions = new Headers();
  const tags = tagsOf(headers.get("if-none-match"));
  if (tags.length > 0) conditions.set("if-none-match", typeof tags === "string" ? tags : tags.join(", "));
  const since = headers.get("if-modified-since");
  // Beside tags a date says nothing.
  if (!headers.has("if-none-match") && since !== null && !Number.isNaN(Date.parse(since)))
    conditions.set("if-modified-since", since);
  return conditions;
}
