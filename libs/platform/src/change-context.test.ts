import { OrderDocumentRecorded } from '#contracts/events/order.js';
import { type ChangeContext, causedBy, eventFrom, followingFrom } from './change-context.js';
import { PoisonMessage, type Received } from './kafka/cloud-event.js';

const now = new Date('2026-11-24T09:30:00.000Z');
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const event = OrderDocumentRecorded({
  orderId: 'order-1',
  document: { type: 'tax', id: 'tax-1', number: 'TX-1', status: 'Saved', amount: '3.06', currency: 'GBP' },
});
const received: Received = {
  id: 'event-1',
  type: 'tax.calculated',
  source: 'docket/tax',
  subject: 'tax-1',
  version: 2,
  time: now.toISOString(),
  correlationId: 'request-1',
  traceparent,
  data: {} as never,
};
const { traceparent: _, ...untraced } = received;

test('a change that an event causes is made by the service, in the same correlation and trace, and once', () => {
  expect(causedBy(received, 'orders')).toEqual({
    actor: 'service:orders',
    correlationId: 'request-1',
    causationId: 'event-1',
    traceparent,
    cause: received,
  });
});

test('a further change in its wake does not count as the handling of the event', () => {
  expect(followingFrom(received, 'payments')).toEqual({
    actor: 'service:payments',
    correlationId: 'request-1',
    causationId: 'event-1',
    traceparent,
  });
  expect(followingFrom(untraced, 'payments')).not.toHaveProperty('traceparent');
});

test('an event is stored with who, when, why and to which version it led', () => {
  const context: ChangeContext = { actor: 'client', correlationId: 'request-1' };
  expect(eventFrom(event, 4, now, context)).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    type: event.type,
    version: 4,
    time: '2026-11-24T09:30:00.000Z',
    actor: 'client',

    correlationId: 'request-1',
    data: event.data,
  });
});

test('each event has an id of its own', () => {
  const context: ChangeContext = { actor: 'client', correlationId: 'request-1' };
  expect(eventFrom(event, 1, now, context).id).not.toBe(eventFrom(event, 1, now, context).id);
});

test.each([
  ['is caused by another', causedBy(received, 'orders')],
  ['follows from another', followingFrom(received, 'orders')],
])('an event that %s names it, and has a span of its own in its trace', (_name, context) => {
  const stored = eventFrom(event, 1, now, context);
  expect(stored.causationId).toBe('event-1');
  expect(stored.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  expect(stored.traceparent).not.toBe(traceparent);
});

test('an event that does not fit its schema is not stored, and is no fault of the message that led to it', () => {
  const context: ChangeContext = { actor: 'client', correlationId: 'request-1' };
  const make = () => eventFrom({ type: event.type, data: { orderId: 'order-1' } }, 1, now, context);
  expect(make).toThrow('document is required');
  expect(make).not.toThrow(PoisonMessage);
});
