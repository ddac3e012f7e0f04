import type { TaxAmounts } from '#contracts/events/tax.js';
import { given } from '../../../../test/given.js';
import { recordTax } from './record-tax.js';
import { evolve } from './tax-document.js';
import { voidTax } from './void-tax.js';

const head = { taxDocumentId: 't-1', number: 'TX-1', orderId: 'o-1', storeId: 'us', orderVersion: 2 };
const amounts: TaxAmounts = {
  ...{ provider: 'avatax', currency: 'USD', country: 'US', orderDiscount: '0', orderTaxRate: '0', orderDiscountTax: '0' },
  lines: [{ id: '1', taxable: '65', rate: '0.0775', tax: '5.04' }],
  ...{ shipments: [], payments: [], totalTax: '5.04' },
};
const recorded = () => given(evolve).when((document) => recordTax(document, head, amounts, 'Saved'));

test('what the provider said is recorded, and said again changes nothing', () => {
  const first = recorded();
  expect(first.state()).toMatchObject({ number: 'TX-1', status: 'Saved', totalTax: '5.04' });
  given(evolve, ...first.events())
    .when((document) => recordTax(document, head, amounts, 'Saved'))
    .thenNothing();
});

test('of the same version, other amounts and the commit come later', () => {
  const later = given(evolve, ...recorded().events()).when((document) =>
    recordTax(document, { ...head, number: 'TX-2' }, { ...amounts, totalTax: '5.05' }, 'Committed'),
  );
  expect(later.state()).toMatchObject({ number: 'TX-1', status: 'Committed', totalTax: '5.05' });
});

test('of the same version, neither an estimate nor what is only saved takes the place of what is known and committed', () => {
  const committed = given(evolve, ...recorded().events()).when((document) => recordTax(document, head, amounts, 'Committed'));
  const known = given(evolve, ...recorded().events(), ...committed.events());
  known.when((document) => recordTax(document, head, { ...amounts, totalTax: '5.05' }, 'Saved')).thenNothing();
  given(evolve, ...recorded().events())
    .when((document) => recordTax(document, head, { ...amounts, isEstimated: true }, 'Saved'))
    .thenNothing();
});

test('an older version changes nothing, nor does anything what is voided', () => {
  const first = recorded();
  given(evolve, ...first.events())
    .when((document) => recordTax(document, { ...head, orderVersion: 1 }, { ...amounts, totalTax: '1.00' }, 'Saved'))
    .thenNothing();
  const voided = given(evolve, ...first.events()).when(voidTax);
  given(evolve, ...first.events(), ...voided.events())
    .when((document) => recordTax(document, { ...head, orderVersion: 3 }, amounts, 'Committed'))
    .thenNothing();
});
