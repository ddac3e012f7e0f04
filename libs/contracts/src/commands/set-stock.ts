import { IsLabel, IsList, IsPieces, IsTime, Optional } from '../fields.js';
import { Arrival, MAX_ARRIVALS } from '../stock.js';

/** Which product, and where: the address of a stock. */
export class StockPlace {
  @IsLabel(64) location!: string;
  @IsLabel(64) sku!: string;
}

/** How many pieces of a product a location has, as somebody counted. */
export class SetStock {
  @IsPieces() onHand!: number;
  /** When it was counted. */
  @IsTime() asOf!: string;
  /** All that are on their way there; left out, none. */
  @Optional() @IsList(() => Arrival, 0, MAX_ARRIVALS) arrivals?: Arrival[];
}
