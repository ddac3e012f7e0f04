import { v5 as derivedId } from 'uuid';
import { verifySystem } from '#tools/verify-system.js';
import { brokers, mongoUrl } from '../support/services-needed.js';
import type { TestSystem } from './test-system.js';

/** What a verification finds of these orders and their documents. Of what else there is, other tests leave some on purpose that does not agree. */
export async function differencesOf(system: TestSystem, orderIds: ReadonlySet<string>): Promise<string[]> {
  const names: string[] = [];
  for (const id of orderIds) {
    const order = await system.get(`/v1/orders/${id}`);
    const consignments = (await system.get(`/v1/consignments?orderId=${id}`)).body.items as { number: string }[];
    names.push(
      id,
      // Its transaction with a tax provider, which has no number.
      derivedId('tax-transaction', id),
      ...consignments.map(({ number }) => number),
      order.body.number,
      ...order.body.documents.flatMap((document: { id: string; number: string }) => [document.id, document.number]),
    );
  }
  const differences: string[] = [];
  for await (const difference of verifySystem({ mongoUrl: mongoUrl(), kafkaBrokers: brokers(), settle: 60 })) differences.push(difference);
  return differences.filter((difference) => names.some((name) => difference.includes(name)));
}
