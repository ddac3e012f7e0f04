import { IsId, IsPart } from '../fields.js';
import { Address } from '../parties.js';

/** Whether there is such an address, asked of a store's tax provider; who lives there is not passed on. */
export class ValidateAddress {
  @IsId() storeId!: string;
  @IsPart(() => Address) address!: Address;
}
