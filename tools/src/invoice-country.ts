import countries from 'i18n-iso-countries';

// What the file writes and the ISO names do not have. samples/README.md gives the reasons.
const writtenOtherwise: Readonly<Record<string, string>> = {
  EIRE: 'IE',
  RSA: 'ZA',
  USA: 'US',
  // Two bailiwicks without a common code; Jersey is the larger.
  'Channel Islands': 'JE',
  // Nothing better is known than where the seller is, whose rate applied to such a sale at the time.
  Unspecified: 'GB',
  'European Community': 'GB',
};

/** The ISO 3166-1 alpha-2 code of a country by the name that the file gives it: `EIRE` → `IE`. Undefined for a name that is not known. */
export function countryCode(name: string): string | undefined {
  return writtenOtherwise[name] ?? countries.getAlpha2Code(name, 'en');
}
