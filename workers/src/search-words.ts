const WORDS_MAX = 8;

/** As text is looked through: without case, accents or the many forms of one letter. */
export const searchText = (text: string): string =>
  text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();

/** The words of a query, each to be found. */
export const searchWords = (query: string): string[] =>
  searchText(query)
    .split(/\s+/)
    .filter((word) => word !== "")
    .slice(0, WORDS_MAX);
