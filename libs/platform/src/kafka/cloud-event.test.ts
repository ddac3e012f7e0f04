import fc from 'fast-check';
import { OrderDocumentRecorded } from '#contracts/events/order.js';
import { checkEvent, decodeEvent, encodeEvent, PoisonMessage, type StoredEvent } from './cloud-event.js';
import type { KafkaRecord } from './kafka-client-producer.js';

const event: StoredEvent = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  type: OrderDocumentRecorded.type,
  version: 3,
  time: '2026-11-24T09:30:00.123Z',
  actor: 'client',
  correlationId: 'request-1',
  causationId: 'event-0',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: {
    orderId: 'order-1',
    document: { type: 'payment', id: 'payment-1', number: 'PI261124-00001', status: 'Authorized', amount: '18.36', currency: 'GBP' },
  },
};

/** As a broker hands it on. */
const delivered = ({ key, headers, value }: KafkaRecord) => ({
  topic: 'docket.orders.events',
  partition: 0,
  offset: 0,
  key,
  headers,
  value: Buffer.from(value),
});
const message = () => delivered(encodeEvent('docket/orders', 'order-1', event));

describe('an encoded event', () => {
  test('is a CloudEvent in binary mode, keyed by its document', () => {
    const record = encodeEvent('docket/orders', 'order-1', event);
    expect(record.key).toBe('order-1');
    expect(JSON.parse(record.value.toString())).toEqual(event.data);
    expect(record.headers).toEqual({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'order.document-recorded',
      ce_source: 'docket/orders',
      ce_subject: 'order-1',
      ce_time: '2026-11-24T09:30:00.123Z',
      ce_datacontenttype: 'application/json',
      ce_dataschema: 'urn:docket:schema:order.document-recorded',
      ce_documentversion: '3',
      ce_actor: 'client',
      ce_correlationid: 'request-1',
      ce_causationid: 'event-0',
      traceparent: event.traceparent,
    });
  });

  test('leaves out the headers that it has no value for', () => {
    const { causationId: _, traceparent: __, ...rest } = event;
    const { headers } = encodeEvent('docket/orders', 'order-1', rest);
    expect(headers).not.toHaveProperty('ce_causationid');
    expect(headers).not.toHaveProperty('traceparent');
    for (const value of Object.values(headers)) expect(typeof value).toBe('string');
  });

  test('comes back as it was', () => {
    expect(decodeEvent(message())).toEqual({
      id: event.id,
      type: event.type,
      source: 'docket/orders',
      subject: 'order-1',
      version: 3,
      time: event.time,
      correlationId: 'request-1',
      traceparent: event.traceparent,
      data: event.data,
    });
  });

  test('comes back as it was, whatever it says', () => {
    const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 });
    const id = fc.stringMatching(/^[!#%-\-/-~]{1,128}$/);
    fc.assert(
      fc.property(
        id,
        id,
        fc.integer({ min: 1, max: 999_999_999_999_999 }),
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        id,
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 64 }).filter((text) => text.length <= 64),
        word,
        (eventId, subject, version, time, correlationId, status, actor) => {
          const data = { orderId: subject, document: { ...(event.data as { document: object }).document, status } };
          const stored: StoredEvent = { id: eventId, type: event.type, version, time: time.toISOString(), actor, correlationId, data };
          const received = decodeEvent(delivered(encodeEvent('docket/orders', subject, stored)));
          expect(received).toEqual({
            id: eventId,
            type: event.type,
            source: 'docket/orders',
            subject,
            version,
            time: stored.time,
            correlationId,
            data,
          });
        },
      ),
    );
  });

  test('without a correlation, begins one', () => {
    const { ce_correlationid: _, ...headers } = message().headers;
    expect(decodeEvent({ ...message(), headers }).correlationId).toBe(event.id);
  });
});

describe('a message is poison', () => {
  const reasonOf = (decode: () => unknown) => {
    try {
      decode();
    } catch (error) {
      if (error instanceof PoisonMessage) return [error.reason, error.message];
      throw error;
    }
    return ['none', ''];
  };
  const withHeader = (name: string, value: string) => ({ ...message(), headers: { ...message().headers, [name]: value } });
  const withValue = (value: string | null) => ({ ...message(), value: value === null ? null : Buffer.from(value) });

  test.each(['type', 'documentversion', 'subject', 'id', 'source', 'time'])('without the header ce_%s', (name) => {
    const { [`ce_${name}`]: _, ...headers } = message().headers;
    for (const found of [{ ...message(), headers }, withHeader(`ce_${name}`, '')]) {
      expect(reasonOf(() => decodeEvent(found))).toEqual(['not-a-cloud-event', `header ce_${name} is missing`]);
    }
  });

  test('without any header', () => {
    expect(reasonOf(() => decodeEvent({ ...message(), headers: {} }))[0]).toBe('not-a-cloud-event');
  });

  test.each(['0', '-1', '+1', '1.5', '01', ' 1', '1\n', '1e3', '0x10', '１', 'three', '1000000000000000', 'Infinity', 'NaN'])(
    'with the version "%s"',
    (version) => {
      expect(reasonOf(() => decodeEvent(withHeader('ce_documentversion', version)))).toEqual([
        'not-a-cloud-event',
        'header ce_documentversion is not a version',
      ]);
    },
  );

  test.each([['order-2'], [''], [null]])('with the key %j, which is not its subject', (key) => {
    expect(reasonOf(() => decodeEvent({ ...message(), key }))[0]).toBe('not-a-cloud-event');
  });

  test.each([['{"orderId":'], [''], [null], ['<order/>']])('with the body %j, which is not JSON', (value) => {
    expect(reasonOf(() => decodeEvent(withValue(value)))[0]).toBe('not-json');
  });

  test.each(['order.forgotten', 'constructor', 'OrderPlaced'])('of the type "%s", which nobody declared', (type) => {
    expect(reasonOf(() => decodeEvent(withHeader('ce_type', type)))).toEqual(['unknown-type', expect.stringContaining(`"${type}"`)]);
  });

  test.each([
    ['null', 'the data'],
    ['[]', 'the data'],
    ['{"orderId":"order-1"}', 'document'],
    [JSON.stringify({ ...event.data, document: { ...(event.data as { document: object }).document, amount: 18.36 } }), 'document.amount'],
  ])('with data that do not fit the schema: %s', (value, where) => {
    expect(reasonOf(() => decodeEvent(withValue(value)))).toEqual([
      'schema-mismatch',
      expect.stringContaining(`order.document-recorded: ${where} `),
    ]);
  });

  test('but not for a field that a newer writer has added; a writer of today may not', () => {
    const data = { ...event.data, colour: 'red' };
    expect(decodeEvent(withValue(JSON.stringify(data))).data).toEqual(data);
    expect(reasonOf(() => checkEvent(event.type, data))).toEqual(['schema-mismatch', expect.stringContaining('colour')]);
  });

  test('before it is stored, already', () => {
    expect(reasonOf(() => checkEvent('order.forgotten', {}))[0]).toBe('unknown-type');
    expect(reasonOf(() => checkEvent(event.type, {}))[0]).toBe('schema-mismatch');
    expect(() => checkEvent(event.type, event.data)).not.toThrow();
  });
});
