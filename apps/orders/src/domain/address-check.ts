import type { AddressCheck } from '#contracts/address-check.js';
import type { Address } from '#contracts/parties.js';
import { type Refusal, refuse } from '#contracts/refusals.js';

/** An address that the tax provider was asked about, and what it said. */
export interface CheckedAddress {
  readonly address: Address;
  readonly check: AddressCheck;
}

/** What is known of where an order goes; absent where nobody was asked about just this. */
export function checkOf(shipping: Address | undefined, checked: CheckedAddress | undefined): { addressCheck?: AddressCheck } {
  // Compared by their text: another order of fields is asked about anew, at worst.
  return checked && JSON.stringify(checked.address) === JSON.stringify(shipping) ? { addressCheck: checked.check } : {};
}

/** What stands against an address where the store takes none that is not valid. */
export function addressObstacle(
  { addressCheck }: { readonly addressCheck?: AddressCheck },
  { refusesInvalidAddresses }: { readonly refusesInvalidAddresses?: boolean },
): Refusal | undefined {
  if (!refusesInvalidAddresses || addressCheck?.status !== 'invalid') return undefined;
  const errors = addressCheck.messages.filter(({ severity }) => severity === 'Error');
  const field = errors.find((each) => each.field !== undefined)?.field;
  const detail = errors.map(({ text }) => text).join('; ');
  return refuse(
    'address-invalid',
    detail || 'the tax provider has not found it',
    `addresses.shipping${field === undefined ? '' : `.${field}`}`,
  );
}
