import type { Fields } from './verify-shapes.js';

/** What each event makes of a consignment, by docs/events.md; `version` is its own after it. */
export const consignmentRules: Readonly<Record<string, (before: Fields, data: Fields, version: number) => Fields>> = {
  'consignment.opened': (_, data) => ({ ...data, status: 'Joining' }),
  'consignment.formed': (consignment) => ({ ...consignment, status: 'New' }),
  'consignment.allotted': (consignment, { price, currency, allotBy, allotted }, version) => ({
    ...consignment,
    ...{ price, currency, allotBy, allotted, allotment: version, pricesRefused: undefined },
  }),
  'consignment.price-refused': (consignment, { obstacle }) => ({
    ...consignment,
    pricesRefused: [...((consignment.pricesRefused as object[] | undefined) ?? []), obstacle],
  }),
  'consignment.part-removed': (consignment, { shipmentId }) => ({
    ...consignment,
    parts: (consignment.parts as Fields[]).filter((part) => part.shipmentId !== shipmentId),
  }),
  'consignment.packed': (consignment, { packages }) => ({ ...consignment, packages }),
  'consignment.sending': (consignment, { tracking }, version) => ({
    ...consignment,
    ...{ status: 'Sending', tracking, attempt: version, notSent: undefined },
  }),
  'consignment.not-sent': (consignment, { obstacle }) => ({ ...consignment, status: 'New', notSent: obstacle }),
  'consignment.sent': (consignment, { sentAt }) => ({ ...consignment, status: 'Sent', sentAt }),
  'consignment.delivered': (consignment, { deliveredAt }) => ({ ...consignment, status: 'Delivered', deliveredAt }),
  'consignment.cancelled': (consignment, { because, obstacle }) => ({
    ...consignment,
    ...{ status: 'Cancelled', cancelledBecause: because, notJoined: obstacle },
  }),
};
