/** What is chosen in a list, and where the last choice was: a range goes on from there. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NONE_CHOSEN: Selection = { ids: new Set(), anchor: null };

/** Chooses `id`, or no longer. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Chooses all from the last choice to `id`, in the order of the list. */
export function extended({ ids, anchor }: Selection, id: string, order: readonly string[]): Selection {
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const to = order.indexOf(id);
  if (to < 0) return { ids, anchor };
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  return { ids: new Set([...ids, ...order.slice(first, last + 1)]), anchor: anchor ?? id };
}

export const allOf = (order: readonly string[]): Selection => ({
  ids: new Set(order),
  anchor: order[0] ?? null,
});

/** Without what is in the list no more. */
export function kept(selection: Selection, order: readonly string[]): Selection {
  const here = new Set(order);
  const ids = [...selection.ids].filter((id) => here.has(id));
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) };
}
