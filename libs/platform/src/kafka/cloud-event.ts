import { CloudEvent, type CloudEventV1, Kafka as KafkaBinding } from 'cloudevents';
import { eventDefinition } from '#contracts/all-events.js';
import type { AnyEventDefinition, EventDefinition } from '#contracts/define-event.js';
import { type InputError, inputErrors, readErrors } from '#contracts/schema.js';
import type { FieldChange } from '../field-changes.js';
import type { IncomingMessage } from './kafka-client-consumer.js';
import type { KafkaRecord } from './kafka-client-producer.js';

/** An event as it is stored, in the outbox and in the history: what happened, to which version it led, and who did it. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  /** The document's version after it. */
  readonly version: number;
  readonly time: string;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** Why, in the words of who asked for it. */
  readonly reason?: string;
  readonly data: object;
  /** What it changed, field by field; absent where the document came into being. Kept in the history, not published. */
  readonly changes?: readonly FieldChange[];
  /** The whole state after it, with every hundredth version, so that no fold of a history is long. Not published. */
  readonly snapshot?: object;
}

/** An event as a consumer gets it: decoded, known, and valid by its schema. */
export interface Received<Definition extends AnyEventDefinition = AnyEventDefinition> {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** Id of the document that changed. */
  readonly subject: string;
  readonly version: number;
  readonly time: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  readonly data: Definition extends EventDefinition<string, infer Data> ? Data : never;
}

/** A message that no retry will mend; it goes to the dead letters with this reason. */
export class PoisonMessage extends Error {
  constructor(
    readonly reason: 'not-a-cloud-event' | 'not-json' | 'unknown-type' | 'schema-mismatch',
    detail: string,
  ) {
    super(detail);
  }
}

/** Throws PoisonMessage when an event is unknown or does not fit its schema: checked before it is stored, so that no outbox ever holds one. */
export function checkEvent(type: string, data: unknown): void {
  refuseMismatch(type, inputErrors(known(type).dataClass, data));
}

function known(type: string): AnyEventDefinition {
  const definition = eventDefinition(type);
  if (!definition) throw new PoisonMessage('unknown-type', `no contract knows the event type "${type}"`);
  return definition;
}

function refuseMismatch(type: string, [error]: readonly InputError[]): void {
  if (error) throw new PoisonMessage('schema-mismatch', `${type}: ${error.path || 'the data'} ${error.message}`);
}

/** To the Kafka protocol binding of CloudEvents 1.0, binary mode. */
export function encodeEvent(source: string, subject: string, event: StoredEvent): KafkaRecord {
  const cloudEvent = new CloudEvent(
    {
      id: event.id,
      type: event.type,
      source,
      subject,
      time: event.time,
      datacontenttype: 'application/json',
      dataschema: `urn:docket:schema:${event.type}`,
      documentversion: event.version,
      actor: event.actor,
      correlationid: event.correlationId,
      ...(event.causationId === undefined ? {} : { causationid: event.causationId }),
      // CloudEvents wants in headers what is not printable ASCII percent-encoded.
      ...(event.reason === undefined ? {} : { reason: encodeURI(event.reason) }),
      data: event.data,
    },
    false,
  );
  const { headers } = KafkaBinding.binary(cloudEvent as CloudEventV1<object>);
  const plain: Record<string, string> = {};
  // A header without a value cannot be decoded on the other side.
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) plain[name] = String(value);
  if (event.traceparent !== undefined) plain.traceparent = event.traceparent;
  return { key: subject, headers: plain, value: JSON.stringify(event.data) };
}

/** The event in a message, fields that a newer writer has added included. Throws PoisonMessage for whatever is not a known, valid event. */
export function decodeEvent(message: IncomingMessage): Received {
  const { headers } = message;
  const header = (name: string): string => {
    const value = headers[`ce_${name}`];
    if (value === undefined || value === '') throw new PoisonMessage('not-a-cloud-event', `header ce_${name} is missing`);
    return value;
  };
  const type = header('type');
  const version = header('documentversion');
  if (!/^[1-9]\d{0,14}$/.test(version)) throw new PoisonMessage('not-a-cloud-event', 'header ce_documentversion is not a version');
  const subject = header('subject');
  // It names a field of the documents that remember it.
  if (/[.$]/.test(subject)) throw new PoisonMessage('not-a-cloud-event', 'header ce_subject is not an id: it has a "." or a "$"');
  if (message.key !== subject)
    throw new PoisonMessage('not-a-cloud-event', 'the key is not the subject, so the order per document is not sure');
  const definition = known(type);
  const data = parseJson(message.value);
  refuseMismatch(type, readErrors(definition.dataClass, data));
  return {
    id: header('id'),
    type,
    source: header('source'),
    subject,
    version: Number(version),
    time: header('time'),
    correlationId: headers.ce_correlationid ?? header('id'),
    ...(headers.traceparent === undefined ? {} : { traceparent: headers.traceparent }),
    data: data as never,
  };
}

/** The body of a message. Throws PoisonMessage when it is not JSON. */
export function parseJson(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new PoisonMessage('not-json', 'the body is not JSON');
  }
}
