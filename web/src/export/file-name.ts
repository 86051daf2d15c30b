const NAME_MAX_CHARS = 60;

/** A file's name from a sketch's title, safe on every system: `A house!` with `picture.png` is `a-house-picture.png`. */
export function fileName(title: string, rest: string): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, NAME_MAX_CHARS)
    .replace(/^-+|-+$/g, "");
  return `${plain || "sketch"}-${rest}`;
}
