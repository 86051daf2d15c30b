import { PROMPT_MAX_CHARS } from "@llamasketch/contract";
import { words } from "./words.ts";

export interface Style {
  /** Also its key in `words.styleNames`. */
  id: keyof typeof words.styleNames;
  /** What it adds to the prompt, in English whatever the page's language: painters know it best. */
  prompt: string;
}

/** The first six have the keys 1 to 6. */
export const STYLES: readonly Style[] = [
  { id: "watercolour", prompt: "loose watercolour, soft washes, paper texture" },
  { id: "gouache", prompt: "gouache, matte colours, visible brushwork" },
  { id: "oil", prompt: "oil painting, rich colours, thick brushstrokes" },
  { id: "ink", prompt: "ink drawing, crisp black lines, light wash" },
  { id: "storybook", prompt: "storybook illustration, warm and gentle" },
  { id: "photo", prompt: "photograph, natural light, shallow depth of field" },
  { id: "pencil", prompt: "graphite pencil drawing, fine shading" },
  { id: "papercut", prompt: "layered papercut, soft shadows" },
  { id: "pastel", prompt: "soft pastel, powdery colours, toned paper" },
  { id: "clay", prompt: "clay model, rounded shapes, studio light" },
  { id: "isometric", prompt: "isometric 3D render, clean shapes, soft light" },
  { id: "pixel", prompt: "pixel art, limited palette, crisp edges" },
];

/** The style whose words `prompt` ends with. */
export function styleOf(prompt: string): Style | null {
  const text = prompt.trim();
  return STYLES.find((style) => text === style.prompt || text.endsWith(`, ${style.prompt}`)) ?? null;
}

/** `prompt` without the words of its style. */
export function withoutStyle(prompt: string): string {
  const text = prompt.trim();
  const style = styleOf(text);
  return style ? text.slice(0, text.length - style.prompt.length).replace(/,\s*$/, "") : text;
}

/** `prompt` in `style`, in place of the style it had; a prompt that would grow too long stays as it is. */
export function withStyle(prompt: string, style: Style | null): string {
  const subject = withoutStyle(prompt);
  if (!style) return subject;
  const styled = subject ? `${subject}, ${style.prompt}` : style.prompt;
  return styled.length > PROMPT_MAX_CHARS ? prompt : styled;
}

/** What pressing a style does: it comes on, or goes when it was on. */
export const toggleStyle = (prompt: string, style: Style): string =>
  withStyle(prompt, styleOf(prompt) === style ? null : style);
