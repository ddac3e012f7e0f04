import type { GatewayClient } from './gateway-client.js';

/** What each of it is timed apart. */
export const shippingSteps = [
  'stock figures',
  'warehouse orders',
  'splits',
  'sendings',
  'deliveries',
  'returns',
  'combinations',
  'consignments',
] as const;
export type ShippingStep = (typeof shippingSteps)[number];

/** Does a step and notes how long it took. */
export type Step = <Result>(kind: ShippingStep, action: () => Promise<Result>) => Promise<Result>;

// More than any load sends.
const ENOUGH = 1_000_000;
const PIECES = 4;

interface Placed {
  readonly id: string;
  readonly shipments: readonly { readonly id: string }[];
}

/**
 * Two orders of one customer in the store that reserves stock: of a product that all orders of the round want, and of one that is told for this one.
 * A piece of the first is split off; what is left is sent, delivered, and a piece of it taken back; what was split off goes with the second order.
 */
export async function ship(client: GatewayClient, round: string, index: number, step: Step): Promise<void> {
  const [hot, own] = [`hot-${round}`, `own-${round}-${index}`];
  if (index === 0) await client.tellStock(hot, ENOUGH);
  await step('stock figures', () => client.tellStock(own, PIECES));
  const first = await step('warehouse orders', () => place(client, hot, `${round}-${index}-first`));
  const second = await step('warehouse orders', () => place(client, own, `${round}-${index}-second`));
  const [shipment, joining] = [shipmentOf(first), shipmentOf(second)];
  const split = await step('splits', () => client.split(first.id, shipment));
  await step('sendings', () => client.send(`/v1/shipments/${shipment}`));
  await step('deliveries', () => client.deliver(shipment));
  await step('returns', () => client.takeBack(first.id));
  const consignment = await step('combinations', () => client.combine([split, joining]));
  await step('consignments', () => client.send(`/v1/consignments/${consignment}`));
}

async function place(client: GatewayClient, sku: string, name: string): Promise<Placed> {
  const order = {
    ...{ storeId: 'warehouse', currency: 'GBP', externalId: name, customer: { id: 'c-bench' } },
    addresses: { shipping: { country: 'GB' } },
    lines: [{ sku, name: sku, quantity: PIECES, price: '1.25' }],
  };
  return client.placeAndWait({ idempotencyKey: `bench-${name}`, body: JSON.stringify(order) });
}

const shipmentOf = ({ shipments }: Placed) => shipments[0]?.id as string;
