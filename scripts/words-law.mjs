// A law for oxlint: what a person reads or hears in the web app stands in a `words.ts`, where it can be translated.
const SPOKEN = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-roledescription",
  "aria-valuetext",
  "hint",
  "label",
  "legend",
  "placeholder",
  "title",
]);
const MESSAGE = "words that a person reads or hears stand in words.ts";

const isWords = (text) => /\p{L}/u.test(text);

/** Literal words among the values that `node` may have. */
function literalsIn(node) {
  switch (node?.type) {
    case "Literal":
      return typeof node.value === "string" && isWords(node.value) ? [node] : [];
    case "TemplateLiteral":
      return node.quasis.some(({ value }) => isWords(value.raw)) ? [node] : [];
    case "ConditionalExpression":
      return [...literalsIn(node.consequent), ...literalsIn(node.alternate)];
    case "BinaryExpression":
      return node.operator === "+" ? [...literalsIn(node.left), ...literalsIn(node.right)] : [];
    case "LogicalExpression":
      return [...(node.operator === "&&" ? [] : literalsIn(node.left)), ...literalsIn(node.right)];
    case "JSXExpressionContainer":
      return literalsIn(node.expression);
    default:
      return [];
  }
}

const words = {
  create(context) {
    const report = (node) => context.report({ node, message: MESSAGE });
    return {
      JSXText(node) {
        if (isWords(node.value)) report(node);
      },
      JSXAttribute(node) {
        if (SPOKEN.has(node.name.name)) literalsIn(node.value).forEach(report);
      },
      JSXExpressionContainer(node) {
        if (node.parent.type !== "JSXAttribute") literalsIn(node.expression).forEach(report);
      },
    };
  },
};

export default { meta: { name: "house" }, rules: { words } };
