/** The llama, drawn once: the favicon and every icon are made from it. */
const LLAMA = `<path d="M10 25V14.5C10 12 8.6 11 8.6 8.4V5l3.4 2.6h3.2L18 5v4.4c0 1.7-.6 2.6-.6 4.1 0 2.3 1.6 2.9 3.6 2.9 2.6 0 4 1.7 4 4.1V25" fill="none" stroke="#8b5cf6" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><circle cx="13.6" cy="11.4" r="1.3" fill="#ec4899"/>`;
const GROUND = "#1a1a24";

/** On a rounded ground of its own, as tabs and desktops show it. */
export const roundedIcon = (): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${GROUND}"/>${LLAMA}</svg>`;

/** To the very edge, for systems that cut their own shape out of it; what matters stays in the middle 80%. */
export const maskableIcon = (): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${GROUND}"/><g transform="translate(4.8 4.6) scale(0.7)">${LLAMA}</g></svg>`;
