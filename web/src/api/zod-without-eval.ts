/**
 * What `new Function` would speed up is refused by the page's own policy: it is not even tried. Zod reads its settings from
 * this place, and comes with the first call: the first load is spared it.
 */
export function zodWithoutEval(): void {
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
}
