/** Cuts a list into pieces that have `meanSize` items on average, be it a fraction; each piece has at least one. */
export function batchesOf<Item>(items: readonly Item[], meanSize: number): Item[][] {
  const size = Math.max(1, meanSize);
  const count = Math.ceil(items.length / size);
  const cut = (index: number) => Math.min(items.length, Math.floor(index * size));
  return Array.from({ length: count }, (_, index) => items.slice(cut(index), cut(index + 1)));
}

/** So many of the items, evenly spread over the list; all of them when there are no more. */
export function evenlyFrom<Item>(items: readonly Item[], wanted: number): Item[] {
  const share = Math.min(1, wanted / items.length);
  return items.filter((_, index) => Math.floor((index + 1) * share) > Math.floor(index * share));
}
