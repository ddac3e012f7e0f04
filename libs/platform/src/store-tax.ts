import { type TaxProviderName, taxProviders } from '#contracts/events/tax.js';
import { IsCount, IsFlag, IsLabel, IsList, IsOneOf, IsPart, IsText, keywords, Optional } from '#contracts/fields.js';
import { minorUnit } from '#contracts/money.js';
import { Address } from '#contracts/parties.js';

const rate = {
  type: 'string',
  pattern: '^(0(\\.\\d{1,8})?|1(\\.0{1,8})?)$',
  'x-expected': 'must be a rate from "0" to "1" as a string, such as "0.20"',
};

const rates = {
  type: 'object',
  required: ['default'],
  additionalProperties: rate,
  'x-expected': 'must be rates by tax code, such as { "default": "0.20" }',
};

const commits = ['placement', 'payment', 'shipment', 'completion', 'never'] as const;

/** Where a fulfilment centre is. */
export class TaxedCentre {
  @IsLabel(64) id!: string;
  @IsPart(() => Address) address!: Address;
}

/** What AvaTax has to know of a store, and when it hears of its orders. */
export class AvataxPolicy {
  /** Left out, that of the settings. */
  @Optional() @IsLabel(25) companyCode?: string;
  /** Whence the goods come. */
  @IsPart(() => Address) shipFrom!: Address;
  /** Addresses of fulfilment centres, for shipments that name theirs. */
  @Optional() @IsList(() => TaxedCentre, 0, 1_000) centres?: TaxedCentre[];
  /** Of shipments; left out, `FR020100`, by a common carrier. */
  @Optional() @IsLabel(25) freightTaxCode?: string;
  /** Of what is charged for a payment; left out, as goods without a code. */
  @Optional() @IsLabel(25) paymentTaxCode?: string;
  /** Whether orders that are not to be committed yet are recorded; left out, AvaTax is only asked (`estimate`). */
  @Optional() @IsOneOf(['estimate', 'saved']) beforeCommit?: 'estimate' | 'saved';
  /** By what an order's tax is committed; left out, when the first money is taken. */
  @Optional() @IsOneOf(commits) commit?: (typeof commits)[number];
  /** Every so many hours, what was sold since the last time is sent and committed; left out, when people ask for it. */
  @Optional() @IsCount() sendEvery?: number;
  /** Every so many hours, the documents of the last 31 days are compared with AvaTax's; left out, when people ask for it. */
  @Optional() @IsCount() reconcileEvery?: number;
}

const addressValidations = ['off', 'warn', 'refuse'] as const;

/** How a store's tax is computed. */
export class TaxPolicy {
  /** `flat`: rates below; `rates`: those that the draft brings; `none`: no tax; `avatax`: AvaTax computes it. */
  @IsOneOf(taxProviders) provider!: TaxProviderName;
  /**
   * By country of the delivery, then by tax code with `default` for all others; a country that is not listed is not taxed. With `avatax`,
   * what counts while AvaTax is away; left out, orders wait for it.
   */
  @Optional()
  @keywords({
    type: 'object',
    propertyNames: { format: 'iso-3166-1-alpha-2' },
    additionalProperties: rates,
    'x-expected': 'must be rates by country and tax code',
  })
  @IsText(0)
  rates?: Record<string, Record<string, string>>;
  @Optional() @IsPart(() => AvataxPolicy) avatax?: AvataxPolicy;
  /** Whether prices, discounts and the prices of shipments and payments include their tax; left out, it comes on top. Orders keep what was so when they were placed. */
  @Optional() @IsFlag() pricesIncludeTax?: boolean;
  /**
   * Whether AvaTax is asked about the shipping address of an order: `warn` tells what it says, `refuse` does not take an address that is not
   * valid; left out, `off`.
   */
  @Optional() @IsOneOf(addressValidations) addressValidation?: (typeof addressValidations)[number];
}

/** What of a store's tax policy does not go with the rest of it. A document of AvaTax is in one currency, and its amounts have two decimals whatever that is. */
export function taxObstacle({ currencies, tax }: { readonly currencies: readonly string[]; readonly tax: TaxPolicy }): string | undefined {
  if (tax.provider !== 'avatax') {
    const checks = (tax.addressValidation ?? 'off') !== 'off';
    return checks ? `has tax.addressValidation and the tax provider "${tax.provider}", which knows no addresses` : undefined;
  }
  if (!tax.avatax) return 'has the tax provider "avatax" and no tax.avatax';
  const centres = (tax.avatax.centres ?? []).map(({ id }) => id);
  const twice = centres.find((id, index) => centres.indexOf(id) < index);
  if (twice !== undefined) return `has two of tax.avatax.centres with the id "${twice}"`;
  const [only = '', ...more] = currencies;
  if (more.length > 0) return 'has the tax provider "avatax" and several currencies; make it a store for each';
  return minorUnit(only) === 2 ? undefined : `has the tax provider "avatax", which cannot tax in ${only}`;
}
