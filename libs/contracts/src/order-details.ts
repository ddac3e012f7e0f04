import { IsAttributes, IsDay, IsId, IsLabel, IsLanguage, IsPart, IsText, Optional } from './fields.js';
import { Addresses, Customer, Employee, Organisation } from './parties.js';

/** What an order says of itself beside lines and amounts, where it says it. */
export class OrderDetails {
  @Optional() @IsLabel(64) channel?: string;
  @Optional() @IsId() externalId?: string;
  @Optional() @IsLabel(64) purchaseOrderNumber?: string;
  @Optional() @IsId() subscriptionId?: string;
  @Optional() @IsPart(() => Customer) customer?: Customer;
  @Optional() @IsPart(() => Organisation) organisation?: Organisation;
  @Optional() @IsPart(() => Employee) employee?: Employee;
  @Optional() @IsLanguage() language?: string;
  @Optional() @IsDay() promisedOn?: string;
  @Optional() @IsDay() expectedOn?: string;
  @Optional() @IsText(2_000) comment?: string;
}

/** What can be changed of a placed order without a change of any amount but tax. */
export class EditableDetails extends OrderDetails {
  @IsLabel(64) status!: string;
  @IsPart(() => Addresses) addresses!: Addresses;
  @IsAttributes() attributes!: Record<string, string | number | boolean>;
}
