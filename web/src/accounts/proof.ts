/** What a mailed link brought: it stands behind the `#`, where no server sees it, and leaves the address at once. */
export function takeProof(place: Location, history: History): string {
  const proof = place.hash.slice(1);
  if (proof) history.replaceState(history.state, "", place.pathname);
  return proof;
}
