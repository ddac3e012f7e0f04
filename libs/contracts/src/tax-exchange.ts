import { IsHttpStatus, IsId, IsLabel, IsOneOf, IsPieces, IsText, IsTime, Optional } from './fields.js';

/** One exchange with a tax provider outside about the document of an order. */
export class TaxExchange {
  @IsId() id!: string;
  @IsId() orderId!: string;
  @IsId() taxTransactionId!: string;
  /** The number of the order, which is the provider's code of its sale. */
  @IsId() code!: string;
  @IsTime() askedAt!: string;
  @IsPieces() milliseconds!: number;
  @IsOneOf(['GET', 'POST']) method!: string;
  /** With the query, below the provider's address. */
  @IsText(2_000) path!: string;
  /** Absent where there was no answer. */
  @Optional() @IsHttpStatus() status?: number;
  /** Why it is none that was of use, for people. */
  @Optional() @IsText(2_000) failure?: string;
  /** By which the provider finds it in its own log. */
  @Optional() @IsLabel(200) correlationId?: string;
}
