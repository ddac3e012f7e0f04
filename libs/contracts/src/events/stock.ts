import { defineEvent } from '../define-event.js';
import { IsList, Optional } from '../fields.js';
import { SentPieces, StockFigures, StockLine } from '../stock.js';
import { topics } from '../topics.js';

export class StockChangedData extends StockFigures {
  /** Those that are another than before, each as it is now: one that has nothing and waits for nothing is gone. */
  @IsList(() => StockLine) lines!: StockLine[];
  /** What has just left and is not in the figure. */
  @Optional() @IsList(() => SentPieces, 1) left?: SentPieces[];
}

// Each carries all figures after it: whoever follows them needs no earlier event.

/** Another system has told how many there are; who waited has got what came. */
export const StockTold = defineEvent('stock.told', topics.shipments, StockChangedData);

/** A fulfilment order has reserved more or less of it, or waits for it. */
export const StockReserved = defineEvent('stock.reserved', topics.shipments, StockChangedData);

/** Pieces have left the house. */
export const StockSent = defineEvent('stock.sent', topics.shipments, StockChangedData);
