/** Waits for something true; rejects by name after `withinMs`. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false,
  withinMs = 8000,
): Promise<T> {
  const endMs = Date.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > endMs) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
