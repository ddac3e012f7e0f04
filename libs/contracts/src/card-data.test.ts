import { cardDataIn } from './card-data.js';

// Numbers that the issuers publish for tests.
test.each([
  ['a Visa number', { comment: '4111111111111111' }, 'comment'],
  ['in groups', { comment: 'my card: 4111 1111 1111 1111, thanks' }, 'comment'],
  ['with hyphens', { comment: '5555-5555-5555-4444' }, 'comment'],
  ['of American Express', { lines: [{ name: 'A' }, { name: '378282246310005' }] }, 'lines[1].name'],
  ['as a number', { attributes: { card: 4111111111111111 } }, 'attributes.card'],
  ['as a name, which is not told', { attributes: { '4111111111111111': 'x' } }, 'attributes'],
  ['a security code', { attributes: { CVV: '123' } }, 'attributes.CVV'],
  ['a number where a security code belongs', { attributes: { cvv: '4111111111111111' } }, 'attributes.cvv'],
  ['a security code as a number', { attributes: { card_security_code: 1234 } }, 'attributes.card_security_code'],
])('card data is seen: %s', (_name, input, path) => {
  expect(cardDataIn(input)).toBe(path);
});

test('what carriers number is not looked at', () => {
  const number = '4111111111111111';
  expect(
    cardDataIn({ packages: [{ barcode: number, label: `^XA${number}`, tracking: { number } }], trackingNumber: number }),
  ).toBeUndefined();
  expect(cardDataIn({ tracking: { carrier: number } })).toBe('tracking.carrier');
});

test.each([
  ['a wrong check digit', '4111111111111112'],
  ['a range of no issuer', '1234567812345670'],
  ['an id', '0197a1b2-4111-7111-8111-411111111111'],
  ['a number within a name', 'PO-4111111111111111'],
  ['a telephone number', '+44 20 7946 0000'],
  ['an EAN', '4006381333931'],
  ['an IBAN', 'DE89 3704 0044 0532 0130 00'],
  ['a time', '2026-11-26T09:12:03.412Z'],
  ['an amount', '411111111111.1111'],
])('and other digits are not: %s', (_name, text) => {
  expect(cardDataIn({ text, list: [text], cvv: 'none' })).toBeUndefined();
});
