import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as derivedId, v7 as newId } from 'uuid';
import type { ApproveReturn, ReceiveReturn, ReleaseReturn, RequestReturn } from '#contracts/commands/return-goods.js';
import type { RequestedReturn } from '#contracts/events/return.js';
import { isRefusal, type Refusal } from '#contracts/refusals.js';
import type { OrderReturn } from '#contracts/returns.js';
import type { Stored } from '#platform/aggregate-document.js';
import type { AggregateStore } from '#platform/aggregate-store.js';
import type { ChangeContext } from '#platform/change-context.js';
import { DocumentNumbers } from '#platform/document-numbers.js';
import { STORES, type Stores, storeFor } from '#platform/document-service.module.js';
import { orThrow } from '#platform/http/problem.js';
import { storeOf } from '#platform/stores.js';
import { approveReturn, noSuchReturn } from './domain/approve-return.js';
import { type Closing, closeReturn, receivingObstacle, releasingObstacle } from './domain/close-return.js';
import { openReturn } from './domain/open-return.js';
import type { Return, ReturnEvent } from './domain/return.js';
import { OrderReturns } from './order-returns.js';
import { returnNumbers } from './policies.js';
import { returnAggregate } from './storage/return.schema.js';

/** Namespace of the ids of returns that are asked for with an idempotency key; fixed for good. */
const KEYED_RETURNS = '5a0c5b1e-3f63-4d4c-9d7e-2f1f7b7f0d64';

type Outcome = Promise<Stored<Return> | Refusal>;

/**
 * What can be done with returns, a short method per use case. The order is asked first, and what it stored is told by its events too: dying in
 * between, those open or close the return's document, without the request's key.
 */
@Injectable()
export class ReturnsService {
  constructor(
    @Inject(storeFor(returnAggregate)) private readonly store: AggregateStore<Return, ReturnEvent>,
    @Inject(STORES) private readonly stores: Stores,
    private readonly numbers: DocumentNumbers,
    private readonly orders: OrderReturns,
  ) {}

  /** A repeat with the same key has the same id, and is answered with what the first one asked for. */
  async request(orderId: string, request: RequestReturn, context: ChangeContext): Outcome {
    const key = context.idempotency?.key;
    const id = key === undefined ? newId() : derivedId(`${orderId} ${key}`, KEYED_RETURNS);
    if (key !== undefined && (await this.store.find(id))) return this.store.change(id, () => [], context);
    return this.#open(await this.orders.claim(orderId, { ...request, id }, context), context);
  }

  /** What receiving it whole would make of the order; nothing is stored. */
  preview(orderId: string, request: RequestReturn, context: ChangeContext): Promise<unknown> {
    return this.orders.preview(orderId, request, context);
  }

  approve(id: string, approval: ApproveReturn, context: ChangeContext): Outcome {
    const approvedAt = new Date().toISOString();
    return this.store.change(id, (existing) => approveReturn(existing, approval, approvedAt), context);
  }

  /** It is refused, or cancelled: its order gives the pieces free. */
  async release(id: string, release: ReleaseReturn, context: ChangeContext): Outcome {
    const isDone = ({ status }: Return) => status === release.outcome;
    const decide = (existing: Return) => (isDone(existing) ? undefined : releasingObstacle(existing, release.outcome));
    const found = await this.#unless(id, decide, context);
    if (isRefusal(found) || found.replayed || isDone(found.state)) return found;
    return this.#close(id, await this.orders.release(found.state.orderId, id, release, context), context);
  }

  /** It has come back: its order is edited, and its document says so. */
  async receive(id: string, received: ReceiveReturn, context: ChangeContext): Outcome {
    const isDone = ({ receipt }: Return) => receipt !== undefined && isDeepStrictEqual(receipt.items, received.items);
    const found = await this.#unless(id, (existing) => (isDone(existing) ? undefined : receivingObstacle(existing)), context);
    if (isRefusal(found) || found.replayed || isDone(found.state)) return found;
    const { orderId, number, restockingFee, refund, exchange } = found.state;
    const known = {
      number,
      ...(restockingFee !== undefined && { restockingFee }),
      ...(refund && { refund }),
      ...(exchange && { exchange }),
    };
    return this.#close(id, await this.orders.receive(orderId, id, { ...known, ...received }, context), context);
  }

  /** What was claimed gets its document, should whoever claimed it not have come to that. */
  async openClaimed(requested: RequestedReturn, context: ChangeContext): Promise<void> {
    // Most often it has one, and a number is not to be taken for nothing.
    if (await this.store.find(requested.returnId)) return;
    orThrow(await this.#open(requested, context));
  }

  /** What is over on its order is over, should whoever ended it not have come to that. */
  async closeEnded(ended: Closing, context: ChangeContext): Promise<void> {
    orThrow(await this.store.change(ended.id, (existing) => closeReturn(existing, ended), context));
  }

  async #open(requested: RequestedReturn, context: ChangeContext): Outcome {
    const number = await this.numbers.next(returnNumbers(storeOf(this.stores, requested.storeId)), new Date());
    return this.store.change(requested.returnId, (existing) => openReturn(existing, number, requested), context);
  }

  /** The return as it is, or as a repeat of the request is answered, before its order is asked. */
  #unless(id: string, obstacle: (existing: Return) => Refusal | undefined, context: ChangeContext): Outcome {
    return this.store.change(id, (existing) => (existing ? (obstacle(existing) ?? []) : noSuchReturn()), context);
  }

  #close(id: string, ended: OrderReturn, { expectedVersion: _, ...context }: ChangeContext): Outcome {
    return this.store.change(id, (existing) => closeReturn(existing, ended), context);
  }
}
