import { readFileSync } from 'node:fs';
import { IsArray, IsString } from 'class-validator';
import { type Gateway, gateways } from '#contracts/commands/place-order.js';
import {
  IsCount,
  IsCountryCode,
  IsFlag,
  IsId,
  IsLabel,
  IsList,
  IsOneOf,
  IsPart,
  IsSomeOf,
  IsText,
  keywords,
  Optional,
} from '#contracts/fields.js';
import { type Blockable, blockable, type HoldType, holdTypes } from '#contracts/holds.js';
import { LegalEntity } from '#contracts/invoice.js';
import type { RoundingMode } from '#contracts/money.js';
import { inputErrors } from '#contracts/schema.js';
import type { Rounding } from '#contracts/tax-rounding.js';
import { ConfigurationError } from './config.js';
import { FulfilmentPolicy } from './store-fulfilment.js';
import { LineStatuses, OrderStatuses, PaymentStatuses, ShipmentStatuses } from './store-statuses.js';
import { TaxPolicy, taxObstacle } from './store-tax.js';

// The counter stands last and after no digit, so that no two series can come to the same number.
const IsTemplate = () =>
  keywords({
    type: 'string',
    maxLength: 40,
    pattern: '^[!-z|~]*(\\{yyMMdd\\}[!-z|~]*)?[!-/:-z|~]\\{0*1\\}$',
    'x-expected': 'must end in a counter, such as "CO{yyMMdd}-{00001}"',
  });

const IsSeriesTemplate = () =>
  keywords({
    type: 'string',
    maxLength: 40,
    pattern: '^([!-z|~]|\\{legalEntity\\})*\\{yyyy\\}([!-z|~]|\\{legalEntity\\})*[!-/:-z|~]\\{0*1\\}$',
    'x-expected': 'must have the year and end in a counter, such as "{legalEntity}-{yyyy}-{00001}"',
  });

/** Templates of document numbers: `{yyMMdd}` is the day in UTC, `{00001}` the counter with at least that many digits. */
export class NumberTemplates {
  @IsString() @IsTemplate() order!: string;
  @IsString() @IsTemplate() payment!: string;
  @IsString() @IsTemplate() shipment!: string;
  @IsString() @IsTemplate() tax!: string;
  /** Of fulfilment orders; left out, `FO{yyMMdd}-{00001}`. */
  @Optional() @IsString() @IsTemplate() fulfilment?: string;
  /** Left out, `DR{yyMMdd}-{00001}`. */
  @Optional() @IsString() @IsTemplate() draft?: string;
  /** Left out, `RE{yyMMdd}-{00001}`. */
  @Optional() @IsString() @IsTemplate() return?: string;
  /** Left out, `CS{yyMMdd}-{00001}`. */
  @Optional() @IsString() @IsTemplate() consignment?: string;
  /** Without gaps: `{legalEntity}` is the id of the store's, `{yyyy}` the year in UTC. */
  @Optional() @IsString() @IsSeriesTemplate() invoice?: string;
  /** Left out, credit notes are in the series of invoices. */
  @Optional() @IsString() @IsSeriesTemplate() creditNote?: string;
}

const currency = { type: 'string', format: 'iso-4217', 'x-expected': 'must be an ISO 4217 code such as GBP' };

const carriers = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['trackingUrl'],
    additionalProperties: false,
    properties: {
      trackingUrl: {
        type: 'string',
        maxLength: 500,
        pattern: '^https?://[^\\s{}]+\\{number\\}[^\\s{}]*$',
        'x-expected': 'must be an address with the parcel\'s number in it, such as "https://example.org/track/{number}"',
      },
    },
    'x-expected': 'must be { "trackingUrl": … }',
  },
  'x-expected': 'must be carriers by name',
};

/** A custom field that a store has. */
export class AttributeDeclaration {
  @IsString()
  @keywords({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,63}$', 'x-expected': 'must be a name of letters, digits, "_" and "-"' })
  name!: string;
  @IsOneOf(['text', 'number', 'boolean', 'day']) type!: 'text' | 'number' | 'boolean' | 'day';
  @IsOneOf(['order', 'line', 'shipment']) on!: 'order' | 'line' | 'shipment';
  /** The texts that it may have; left out, any. */
  @Optional()
  @IsArray()
  @IsString({ each: true })
  @keywords({ items: { type: 'string', maxLength: 1_000 }, minItems: 1, 'x-expected': 'must be a list of texts' })
  values?: string[];
}

/** Holds that are placed with an order by itself: all conditions that are named must hold. */
export class HoldRule {
  @IsOneOf(holdTypes) type!: HoldType;
  @IsLabel(500) reason!: string;
  /** Left out, everything that can be blocked. */
  @Optional() @IsSomeOf(blockable) blocks?: Blockable[];
  /** By currency: the total before tax is this or more. A currency that is not named is never enough. */
  @Optional()
  @keywords({
    type: 'object',
    propertyNames: { format: 'iso-4217' },
    additionalProperties: {
      type: 'string',
      pattern: '^\\d{1,12}(\\.\\d{1,4})?$',
      'x-expected': 'must be an amount as a string, such as "500"',
    },
    'x-expected': 'must be amounts by currency',
  })
  @IsText(0)
  amountFrom?: Record<string, string>;
  /** The goods go to one of these. */
  @Optional()
  @IsArray()
  @IsString({ each: true })
  @keywords({
    items: { type: 'string', format: 'iso-3166-1-alpha-2', 'x-expected': 'must be a two-letter country code' },
    minItems: 1,
    'x-expected': 'must be two-letter country codes',
  })
  countries?: string[];
  /** The same customer ordered the same products and quantities within so many minutes. */
  @Optional() @IsCount() repeatedWithinMinutes?: number;
  /** The shipping address lacks name, street, town or postal code. */
  @Optional() @IsFlag() incompleteAddress?: boolean;
}

export class StoreDefaults {
  @IsLabel(64) shipmentMethod!: string;
  @IsOneOf(gateways) paymentGateway!: Gateway;
  @IsLabel(64) fulfilmentCentre!: string;
  /** A draft expires so many days after its last change; 30 when left out. */
  @Optional() @IsCount() draftDays?: number;
  /** An invoice is due so many days after it is issued; left out, no day is named. */
  @Optional() @IsCount() dueDays?: number;
}

/** When money moves without anybody asking; what is left out, people see to. */
export class PaymentRules {
  /**
   * What a gateway has promised is taken at once (`authorization`) or when the first shipment leaves (`sending`), unless a hold is against
   * it. Never of `manual`, where people say that money came.
   */
  @Optional() @IsOneOf(['authorization', 'sending']) capture?: 'authorization' | 'sending';
  /** What an edit leaves due is asked for by one more payment, of the default gateway, or by an invoice of the difference. */
  @Optional() @IsOneOf(['payment', 'invoice']) missing?: 'payment' | 'invoice';
  /** What was taken and an edit leaves too much goes back, from the payment that was captured last, or first. */
  @Optional() @IsOneOf(['refund-last', 'refund-first']) excess?: 'refund-last' | 'refund-first';
  /** Of a cancelled order, what was taken stays until people decide; left out, it goes back. */
  @Optional() @IsOneOf(['keep']) cancelled?: 'keep';
  /** So many hours before a promise ends, that is told; 24 when left out. */
  @Optional() @IsCount() tellExpiryHours?: number;
}

/** What the platform team says about one store. */
export class Store {
  @IsId() id!: string;
  @IsArray()
  @IsString({ each: true })
  @keywords({ items: currency, minItems: 1, 'x-expected': 'must be ISO 4217 codes such as GBP' })
  currencies!: string[];
  /** Where the store is; the delivery country of an order without a shipping address. */
  @IsCountryCode() country!: string;
  @IsPart(() => NumberTemplates) numbers!: NumberTemplates;
  @IsPart(() => TaxPolicy) tax!: TaxPolicy;
  /** By currency; what is not named is rounded half away from zero. */
  @Optional()
  @keywords({
    type: 'object',
    propertyNames: { format: 'iso-4217' },
    additionalProperties: {
      enum: ['half-away-from-zero', 'toward-zero'],
      'x-expected': 'must be "half-away-from-zero" or "toward-zero"',
    },
    'x-expected': 'must be a way of rounding by currency',
  })
  @IsText(0)
  rounding?: Record<string, RoundingMode>;
  /** Whether tax is rounded once, in the order's sum, or by line, shipment and payment, as some ERPs do it; left out, `order`. */
  @Optional() @IsOneOf(['order', 'line']) taxRounding?: Rounding['tax'];
  @IsPart(() => StoreDefaults) defaults!: StoreDefaults;
  /** Who sells; with it and `numbers.invoice`, the store issues invoices. */
  @Optional() @IsPart(() => LegalEntity) legalEntity?: LegalEntity;
  /** By which its payments may go; left out, the default one alone. */
  @Optional() @IsSomeOf(gateways) gateways?: Gateway[];
  @Optional() @IsPart(() => PaymentRules) paymentRules?: PaymentRules;
  /** The custom fields that orders and lines may have; left out, any. */
  @Optional() @IsList(() => AttributeDeclaration, 0, 100) attributes?: AttributeDeclaration[];
  @Optional() @IsList(() => HoldRule, 0, 20) holdRules?: HoldRule[];
  @Optional() @IsPart(() => OrderStatuses) orderStatuses?: OrderStatuses;
  @Optional() @IsPart(() => LineStatuses) lineStatuses?: LineStatuses;
  @Optional() @IsPart(() => ShipmentStatuses) shipmentStatuses?: ShipmentStatuses;
  /** Left out, people give payments no status of their own. */
  @Optional() @IsPart(() => PaymentStatuses) paymentStatuses?: PaymentStatuses;
  /** Left out, its shipments have no fulfilment orders, and no stock is reserved for them. */
  @Optional() @IsPart(() => FulfilmentPolicy) fulfilment?: FulfilmentPolicy;
  /** Where the parcels of a carrier are followed, by its name: for whatever is told with a number and no address. */
  @Optional() @keywords(carriers) @IsText(0) carriers?: Record<string, { trackingUrl: string }>;
}

class StoresFile {
  @IsList(() => Store, 1, 10_000) stores!: Store[];
}

/** The stores by id, from a JSON file. Throws ConfigurationError that names each field that is wrong. */
export function loadStores(file: string): ReadonlyMap<string, Store> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigurationError(`STORES_FILE: ${file} cannot be read as JSON: ${(error as Error).message}`);
  }
  const errors = inputErrors(StoresFile, content);
  if (errors.length > 0) {
    throw new ConfigurationError(
      `STORES_FILE: ${file} is not right:\n${errors.map(({ path, message }) => `  ${path} ${message}`).join('\n')}`,
    );
  }
  const { stores } = content as StoresFile;
  const twice = stores.find(({ id }, index) => stores.findIndex((other) => other.id === id) < index);
  if (twice) throw new ConfigurationError(`STORES_FILE: ${file} has two stores with the id "${twice.id}"`);
  for (const store of stores) {
    const obstacle = taxObstacle(store);
    if (obstacle) throw new ConfigurationError(`STORES_FILE: in ${file}, the store "${store.id}" ${obstacle}`);
  }
  const shared = sharedSeries(stores);
  if (shared) throw new ConfigurationError(`STORES_FILE: in ${file}, ${shared}`);
  return new Map(stores.map((store) => [store.id, store]));
}

/** Two legal entities must not come to the same numbers. */
function sharedSeries(stores: readonly Store[]): string | undefined {
  const entities = new Map<string, string>();
  for (const { id, legalEntity, numbers } of stores) {
    for (const template of [numbers.invoice, numbers.creditNote]) {
      if (template === undefined) continue;
      if (!legalEntity) return `the store "${id}" has numbers of invoices and no legalEntity`;
      const prefix = template.replaceAll('{legalEntity}', legalEntity.id).replace(/\{0*1\}$/, '');
      if ((entities.get(prefix) ?? legalEntity.id) !== legalEntity.id) return `two legal entities have the invoice numbers ${template}`;
      entities.set(prefix, legalEntity.id);
    }
  }
  return undefined;
}

/** How a store computes the amounts of an order, or of something that comes of one. */
export function roundingOf(
  store: Store,
  { currency, pricesIncludeTax = false }: { readonly currency: string; readonly pricesIncludeTax?: boolean },
): Rounding {
  const modeOf = (code: string) => store.rounding?.[code] ?? 'half-away-from-zero';
  return {
    mode: modeOf(currency),
    otherModes: Object.fromEntries(store.currencies.map((code) => [code, modeOf(code)])),
    tax: store.taxRounding ?? 'order',
    pricesIncludeTax,
  };
}

/** By which a store's payments may go, the default one first. */
export function gatewaysOf({ defaults, gateways: offered = [] }: Store): readonly [Gateway, ...Gateway[]] {
  const { paymentGateway } = defaults;
  return [paymentGateway, ...offered.filter((gateway) => gateway !== paymentGateway)];
}

/** The store of a document that exists. Throws when the store is no longer configured: a fault of the settings, not of the document. */
export function storeOf(stores: ReadonlyMap<string, Store>, id: string): Store {
  const store = stores.get(id);
  if (!store) throw new Error(`the store "${id}" of a document is not configured any more`);
  return store;
}
