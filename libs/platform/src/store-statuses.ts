import { IsArray } from 'class-validator';
import { IsText, keywords, Optional } from '#contracts/fields.js';
import { settledShipmentStatuses } from '#contracts/shipping.js';

const notOneOf = (words: readonly string[]) => ({ not: { enum: words }, 'x-expected': `must not be ${words.join(', ')}` });

const statuses = (of: string, settled: readonly string[] = []) => ({
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: { type: 'string', minLength: 1, maxLength: 64, ...(settled.length > 0 && notOneOf(settled)) },
  'x-expected': `must be the statuses of ${of}, the one of what is new first`,
});

const transitions = {
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' } },
  'x-expected': 'must be lists of statuses by the one that they may follow',
};

/** The statuses of one kind of document or part, and which may follow which; without `transitions`, any may follow any. */
export class OrderStatuses {
  @IsArray() @keywords(statuses('orders')) statuses!: string[];
  @Optional() @keywords(transitions) @IsText(0) transitions?: Record<string, string[]>;
}

export class LineStatuses {
  @IsArray() @keywords(statuses('lines')) statuses!: string[];
  @Optional() @keywords(transitions) @IsText(0) transitions?: Record<string, string[]>;
}

/** Of what has not been sent; the others are not a store's to choose. */
export class ShipmentStatuses {
  @IsArray() @keywords(statuses('shipments', settledShipmentStatuses)) statuses!: string[];
  @Optional() @keywords(transitions) @IsText(0) transitions?: Record<string, string[]>;
}

/** What people call a payment, beside what its money says. */
export class PaymentStatuses {
  @IsArray() @keywords(statuses('payments')) statuses!: string[];
  @Optional() @keywords(transitions) @IsText(0) transitions?: Record<string, string[]>;
}
