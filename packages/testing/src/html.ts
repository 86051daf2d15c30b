/** HTML as the standard has it: what a validator says of a page, whether it was sent or a browser wrote out what it became. */
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:document"],
  rules: {
    // About safety of files from elsewhere, not about HTML: ours come from where the page does.
    "require-sri": "off",
    // A panel is a part of the page it opens on, and its headings are of that page.
    "heading-level": ["error", { sectioningRoots: [] }],
  },
});

/** Each problem once, with where it stands. Nothing: it is valid. */
export async function htmlProblems(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  const lines = html.split("\n");
  const told = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => {
      const at = Math.max(0, column - 20);
      return `${ruleId}: ${message} (${(lines[line - 1] ?? "").slice(at, at + 120)})`;
    }),
  );
  return [...new Set(told)];
}
