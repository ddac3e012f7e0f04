import { IsAmount, IsId, IsQuantity } from './fields.js';

/** Pieces of a line that a refund gives back the money of, and what of the line's amounts they are: exact, not rounded. */
export class RefundedLine {
  @IsId() lineId!: string;
  @IsQuantity() quantity!: number;
  @IsAmount() listTotal!: string;
  @IsAmount() discountTotal!: string;
  @IsAmount() fee!: string;
  @IsAmount() taxTotal!: string;
}
