import { IsArray, IsString } from 'class-validator';
import { IsOneOf, keywords } from '#contracts/fields.js';

const sourcings = ['default-location', 'first-with-all', 'fewest-parcels', 'command'] as const;

/** How a store chooses where a shipment is shipped from. */
export class FulfilmentPolicy {
  /**
   * `default-location`: the store's own centre; `first-with-all`: the first of `locations` that has all of it; `fewest-parcels`: the same,
   * or the fewest that have it together; `command`: another system says.
   */
  @IsOneOf(sourcings) sourcing!: (typeof sourcings)[number];
  /** In the order in which they are tried. */
  @IsArray()
  @IsString({ each: true })
  @keywords({
    items: { type: 'string', format: 'text', minLength: 1, maxLength: 64, 'x-expected': 'must be text of 1 to 64 characters' },
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    'x-expected': 'must be 1 to 50 locations, each once',
  })
  locations!: string[];
}
