/** Zod reads its settings here: set before any schema is made, and without zod in the first load. */
const settings: { __zod_globalConfig?: { jitless: boolean } } = globalThis as object;

// What `new Function` would speed up is refused by the page's own policy: it is not even tried.
settings.__zod_globalConfig = { jitless: true };
