import avatax from 'avatax/lib/AvaTaxClient.js';
import type { Access } from './access.js';

/** The official SDK, as it is, against this URL; its own types say Date and numbers where names and days are sent, so callers read `any`. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export function sdkClient(environment: string, { accountId, licenseKey }: Access, timeout = 10_000): any {
  const client = new avatax.default({ appName: 'docket-tests', appVersion: '1', machineName: 'test', environment, timeout });
  return client.withSecurity({ accountId, licenseKey } as never);
}
