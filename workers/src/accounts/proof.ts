/** What stands behind the `#` of a mailed link. */
export interface Proof {
  kind: "link" | "confirm" | "reset";
  token: string;
}

const LETTER = { link: "l", confirm: "c", reset: "r" } as const;

export const proofText = ({ kind, token }: Proof): string => `${LETTER[kind]}.${token}`;

/** Null when it is no proof of this kind. */
export function tokenOf(text: string, kind: Proof["kind"]): string | null {
  return text.startsWith(`${LETTER[kind]}.`) ? text.slice(2) : null;
}

export function readProof(text: string): Proof | null {
  for (const kind of ["link", "confirm", "reset"] as const) {
    const token = tokenOf(text, kind);
    if (token) return { kind, token };
  }
  return null;
}
