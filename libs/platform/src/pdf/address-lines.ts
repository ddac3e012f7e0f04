import type { Address } from '#contracts/parties.js';

/** An address as it is printed, a line each; parts that it does not have are left out. */
export function addressLines(address: Address | undefined): string[] {
  if (!address) return [];
  const town = [address.postalCode, address.city].filter(Boolean).join(' ');
  const lines = [address.name, address.line1, address.line2, town, address.region, address.country];
  return lines.filter((line): line is string => line !== undefined && line !== '');
}
