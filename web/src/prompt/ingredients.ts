/** The four parts that make a good prompt, and words to choose from for each. */
export const PARTS = ["subject", "medium", "light", "mood"] as const;
export type Part = (typeof PARTS)[number];

/** What is chosen so far: nothing, a choice of the table, or one's own words. */
export type Recipe = Readonly<Record<Part, string>>;

export const EMPTY_RECIPE: Recipe = { subject: "", medium: "", light: "", mood: "" };

/** In English whatever the page's language: painters know it best. */
export const CHOICES: Readonly<Record<Part, readonly string[]>> = {
  subject: [
    "a lighthouse on a cliff",
    "a house by a lake",
    "a sailing boat",
    "a sleeping fox",
    "a cat by a window",
    "a mountain village",
    "a vase of flowers",
    "a castle on a hill",
    "a forest path",
    "a friendly robot",
  ],
  medium: [
    "watercolour",
    "gouache",
    "oil painting",
    "ink drawing with a light wash",
    "soft pastel",
    "graphite pencil drawing",
    "storybook illustration",
    "layered papercut",
    "clay model",
    "photograph",
  ],
  light: [
    "morning mist",
    "bright noon sun",
    "golden evening light",
    "blue hour",
    "moonlight",
    "warm lamp light",
    "overcast sky",
    "dappled sunlight",
    "starry night",
    "rain and reflections",
  ],
  mood: [
    "calm",
    "cosy",
    "playful",
    "dreamy",
    "lively",
    "mysterious",
    "grand",
    "nostalgic",
    "hopeful",
    "gentle",
  ],
};

/** The prompt that a recipe makes. */
export const compose = (recipe: Recipe): string =>
  PARTS.map((part) => recipe[part].trim())
    .filter(Boolean)
    .join(", ");

/** The recipe of which `prompt` was made: known words go to their part, all others are the subject. */
export function decompose(prompt: string): Recipe {
  const recipe: Record<Part, string> = { ...EMPTY_RECIPE };
  const subject: string[] = [];
  for (const piece of prompt.split(",").map((text) => text.trim())) {
    const part = PARTS.find((part) => part !== "subject" && !recipe[part] && CHOICES[part].includes(piece));
    if (part) recipe[part] = piece;
    else if (piece) subject.push(piece);
  }
  recipe.subject = subject.join(", ");
  return recipe;
}
