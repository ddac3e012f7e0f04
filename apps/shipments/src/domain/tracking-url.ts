import type { Tracking } from '#contracts/shipping.js';

/** How the parcels of a carrier are followed, by its name; `{number}` stands for the carrier's number. */
export type Carriers = Readonly<Record<string, { readonly trackingUrl: string }>>;

const MAX_URL = 1_000;

/** With the page that the store has for its carrier, where none is told. */
export function withTrackingUrl(tracking: Tracking, carriers: Carriers): Tracking {
  const { carrier, number, url } = tracking;
  if (url !== undefined || carrier === undefined || number === undefined || !Object.hasOwn(carriers, carrier)) return tracking;
  const page = carriers[carrier]?.trackingUrl.replaceAll('{number}', () => encodeURIComponent(number));
  return page === undefined || page.length > MAX_URL ? tracking : { ...tracking, url: page };
}
