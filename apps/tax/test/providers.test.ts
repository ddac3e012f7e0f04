import type { AvataxPolicy } from '#platform/store-tax.js';
import type { Store } from '#platform/stores.js';
import { AvataxDouble } from '#tools/avatax-double/avatax-double.js';
import { avataxProvider } from '../src/providers/avatax/avatax.provider.js';
import { AvataxClient } from '../src/providers/avatax/avatax-client.js';
import { rateProviderOf } from '../src/providers/providers.js';
import { describeProvider } from './provider-kit.js';

let double: AvataxDouble;
const shipFrom = { country: 'US', line1: '2000 Main Street', city: 'Irvine', region: 'CA', postalCode: '92614' };
const policy: AvataxPolicy = { shipFrom };

beforeAll(async () => {
  double = await AvataxDouble.start();
});
afterAll(() => double.close());

const storeWith = (tax: Store['tax']) => ({ country: 'US', tax });

describeProvider('flat', () => rateProviderOf(storeWith({ provider: 'flat', rates: { US: { default: '0.0725' } } })));
describeProvider('rates', () => rateProviderOf(storeWith({ provider: 'rates' })));
describeProvider('none', () => rateProviderOf(storeWith({ provider: 'none' })));
describeProvider('avatax', () => {
  const client = new AvataxClient({ url: double.url, ...double.access, deadline: 5_000 });
  return avataxProvider(client, policy, { companyCode: 'DEFAULT', lineLimit: 1_000 });
});
