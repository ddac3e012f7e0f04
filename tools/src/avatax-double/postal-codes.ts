/** First three digits of the postal codes of each state of the USA, as the postal service deals them out. */
const prefixes: Readonly<Record<string, string>> = {
  ...{ AK: '995-999', AL: '350-369', AR: '716-729', AZ: '850-865', CA: '900-961', CO: '800-816', CT: '060-069', DC: '200-205' },
  ...{ DE: '197-199', FL: '320-349', GA: '300-319 398-399', HI: '967-968', IA: '500-528', ID: '832-838', IL: '600-629', IN: '460-479' },
  ...{ KS: '660-679', KY: '400-427', LA: '700-714', MA: '010-027 055', MD: '206-219', ME: '039-049', MI: '480-499', MN: '550-567' },
  ...{ MO: '630-658', MS: '386-397', MT: '590-599', NC: '270-289', ND: '580-588', NE: '680-693', NH: '030-038', NJ: '070-089' },
  ...{ NM: '870-884', NV: '889-898', NY: '005 063 100-149', OH: '430-459', OK: '730-732 734-749', OR: '970-979', PA: '150-196' },
  ...{ PR: '006-007 009', RI: '028-029', SC: '290-299', SD: '570-577', TN: '370-385', TX: '733 750-799 885', UT: '840-847' },
  ...{ VA: '201 220-246', VI: '008', VT: '050-054 056-059', WA: '980-994', WI: '530-549', WV: '247-268', WY: '820-831' },
};

export function isState(region: string): boolean {
  return Object.hasOwn(prefixes, region);
}

/** Whether a postal code of the USA, 5 or 9 digits, is of this state. */
export function isOfState(postalCode: string, state: string): boolean {
  return (prefixes[state] ?? '').split(' ').some((range) => isWithin(postalCode.slice(0, 3), range));
}

/** Undefined for a postal code that nobody has. */
export function stateOf(postalCode: string): string | undefined {
  return Object.keys(prefixes).find((state) => isOfState(postalCode, state));
}

export function isZip(postalCode: string): boolean {
  return /^\d{5}(-?\d{4})?$/.test(postalCode);
}

/** `zip` of `100-104`. */
export function isWithin(zip: string, range: string): boolean {
  const [from = '', to = from] = range.split('-');
  return zip >= from && zip <= to;
}
