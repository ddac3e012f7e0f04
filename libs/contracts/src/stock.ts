import { IsCount, IsDay, IsId, IsLabel, IsList, IsPieces, IsQuantity, IsSumOfPieces, IsTime, Optional } from './fields.js';

/** Most lines of fulfilment orders that one stock document may hold. */
export const MAX_RESERVATIONS = 2_000;
/** Most arrivals that may be told of one. */
export const MAX_ARRIVALS = 100;

/** Pieces that are on their way to a location. */
export class Arrival {
  @IsDay() expectedOn!: string;
  @IsQuantity() quantity!: number;
}

/** Pieces that somebody waits for. */
export class WaitingPieces {
  @IsQuantity() quantity!: number;
  /** Whoever has the smallest is served first. */
  @IsCount() turn!: number;
  @IsTime() since!: string;
  /** When arrivals cover it and everybody before; absent, they do not. */
  @Optional() @IsDay() expectedOn?: string;
}

/** What a line of a fulfilment order has of a stock, and waits for. */
export class StockLine {
  @IsId() fulfilmentOrderId!: string;
  @IsId() orderId!: string;
  @IsId() lineId!: string;
  @IsPieces() reserved!: number;
  @IsList(() => WaitingPieces) waiting!: WaitingPieces[];
}

/** Pieces that left after the stock was counted: the figure does not miss them yet. */
export class SentPieces {
  @IsId() fulfilmentOrderId!: string;
  @IsId() orderId!: string;
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
  @IsTime() sentAt!: string;
}

/** How many pieces of a product a location has, by what was told last and what was promised since. */
export class StockFigures {
  @IsId() stockId!: string;
  @IsLabel(64) location!: string;
  @IsLabel(64) sku!: string;
  /** As it was told; 0 of what was never told. */
  @IsSumOfPieces() onHand!: number;
  /** When it was counted; absent, never. */
  @Optional() @IsTime() asOf?: string;
  @IsList(() => Arrival, 0, MAX_ARRIVALS) arrivals!: Arrival[];
  /** Sent since it was counted. */
  @IsSumOfPieces() sent!: number;
  /** Promised and still there. */
  @IsSumOfPieces() reserved!: number;
  /** Waited for. */
  @IsSumOfPieces() backordered!: number;
  /** What can be promised yet: `onHand − sent − reserved`, or 0. */
  @IsSumOfPieces() available!: number;
  /** What was promised and is not there: the same, below zero. */
  @IsSumOfPieces() short!: number;
}

/** A stock as clients read it. */
export class StockView extends StockFigures {
  @IsList(() => StockLine, 0, MAX_RESERVATIONS) lines!: StockLine[];
}
