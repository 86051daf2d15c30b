import { words } from "./words.ts";

const { colours } = words;

export const PALETTE: readonly { colour: string; name: string }[] = [
  { colour: "#1b1b1f", name: colours.ink },
  { colour: "#6b7280", name: colours.grey },
  { colour: "#ffffff", name: colours.white },
  { colour: "#7c4a1e", name: colours.brown },
  { colour: "#f2c9a1", name: colours.skin },
  { colour: "#dc2626", name: colours.red },
  { colour: "#f97316", name: colours.orange },
  { colour: "#facc15", name: colours.yellow },
  { colour: "#16a34a", name: colours.green },
  { colour: "#14b8a6", name: colours.teal },
  { colour: "#38bdf8", name: colours.sky },
  { colour: "#2563eb", name: colours.blue },
  { colour: "#7c3aed", name: colours.violet },
  { colour: "#ec4899", name: colours.pink },
];

export const isInPalette = (colour: string): boolean => PALETTE.some((entry) => entry.colour === colour);
