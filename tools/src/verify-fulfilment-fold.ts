import type { Fields } from './verify-shapes.js';

type Line = Fields & {
  readonly fulfilmentOrderId: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly reserved: number;
  readonly waiting: readonly object[];
};
type Sent = Fields & { readonly sentAt: string };

const byPeople = (_: Fields, data: Fields, version: number): Fields => ({ ...data, editedVersion: version });
const byService = (before: Fields, data: Fields): Fields => ({ ...data, editedVersion: before.editedVersion });

/** What each event makes of a fulfilment order and of a stock, by docs/events.md. */
export const fulfilmentRules: Readonly<Record<string, (before: Fields, data: Fields, version: number) => Fields>> = {
  'fulfilment.opened': byPeople,
  'fulfilment.changed': byPeople,
  'fulfilment.routed': byService,
  'fulfilment.moved': byPeople,
  'fulfilment.reserved': byService,
  'fulfilment.accepted': byPeople,
  'fulfilment.rejected': byPeople,
  'fulfilment.held': byPeople,
  'fulfilment.released': byPeople,
  'fulfilment.scheduled': byPeople,
  'fulfilment.closed': byPeople,
  'fulfilment.cancelled': byPeople,
  'stock.told': stockChanged,
  'stock.reserved': stockChanged,
  'stock.sent': stockChanged,
};

function stockChanged(before: Fields, { stockId, location, sku, onHand, asOf, arrivals, lines, left = [] }: Fields): Fields {
  const all = [...((before.lines as Line[] | undefined) ?? [])];
  for (const line of lines as Line[]) {
    const at = all.findIndex((other) => keyOf(other) === keyOf(line));
    if (at < 0) all.push(line);
    else all[at] = line;
  }
  const sent = [...((before.left as Sent[] | undefined) ?? []), ...(left as Sent[])];
  return {
    ...{ stockId, location, sku, onHand, asOf, arrivals },
    lines: all.filter(({ reserved, waiting }) => reserved > 0 || waiting.length > 0),
    left: asOf === undefined ? sent : sent.filter(({ sentAt }) => new Date(sentAt) > new Date(asOf as string)),
  };
}

const keyOf = ({ fulfilmentOrderId, orderId, lineId }: Line) => [fulfilmentOrderId, orderId, lineId].join('/');
