import { v7 as uuid } from 'uuid';
import type { NewEvent } from '#contracts/define-event.js';
import type { RequestKey } from './aggregate-document.js';
import { checkEvent, type Received, type StoredEvent } from './kafka/cloud-event.js';
import { childOf } from './trace.js';

/** Who asks for a change, and what must hold for it. */
export interface ChangeContext {
  /** A user, an ERP, or `service:<name>` for what a service does by itself. */
  readonly actor: string;
  readonly reason?: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  /** From which addresses a request came, the client's first, as far as the proxies before the gateway tell. */
  readonly addresses?: string;
  /** `If-Match`: nobody but services may have changed the document since; 0 for one that must be new, which saves the read. */
  readonly expectedVersion?: number;
  /** Kept with the document in the same write; `fingerprint` tells whether a repeat has the same body. */
  readonly idempotency?: RequestKey;
  /** The event that is handled: its repeat, or an older one of the same document, changes nothing. */
  readonly cause?: Pick<Received, 'subject' | 'version' | 'id'>;
  /** What led to it, where it is not `cause`. */
  readonly causationId?: string;
}

/** The context of handling an event: the change happens once, however often the event comes. */
export function causedBy(event: Received, service: string): ChangeContext {
  return { ...followingFrom(event, service), cause: event };
}

/** The context of a further change in the wake of an event: its decision alone tells whether it is a repeat. */
export function followingFrom(event: Received, service: string): ChangeContext {
  return {
    actor: `service:${service}`,
    correlationId: event.correlationId,
    causationId: event.id,
    ...(event.traceparent === undefined ? {} : { traceparent: event.traceparent }),
  };
}

/** The context of what follows from a change that a request asked for: whose key and version are that change's alone. */
export function inTheWakeOf({ expectedVersion: _, idempotency: __, ...context }: ChangeContext): ChangeContext {
  return context;
}

/** The event as it will be stored and published. Throws when it does not fit its schema: a fault of ours, whatever led to it. */
export function eventFrom(event: NewEvent, version: number, now: Date, context: ChangeContext): StoredEvent {
  refuseUnpublishable(event);
  const causationId = context.cause?.id ?? context.causationId;
  return {
    id: uuid(),
    type: event.type,
    version,
    time: now.toISOString(),
    actor: context.actor,
    correlationId: context.correlationId,
    ...(causationId === undefined ? {} : { causationId }),
    ...(context.traceparent === undefined ? {} : { traceparent: childOf(context.traceparent) }),
    ...(context.reason === undefined ? {} : { reason: context.reason }),
    data: event.data,
  };
}

function refuseUnpublishable(event: NewEvent): void {
  try {
    checkEvent(event.type, event.data);
  } catch (error) {
    // Not a PoisonMessage here: it is not the message being handled that is wrong.
    throw new Error((error as Error).message);
  }
}
