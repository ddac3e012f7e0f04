import { loadConfig } from '#platform/config.js';
import { OrdersConfig } from './orders.config.js';

const settings = { KAFKA_BROKERS: 'localhost:9092', MONGO_URL: 'mongodb://localhost' };
const load = (change: Record<string, string>) => loadConfig(OrdersConfig, { MONGO_DATABASE: 'docket-orders' }, { ...settings, ...change });

it('an order waits two seconds for a check of its address, unless it is told', () => {
  expect([load({}).ADDRESS_DEADLINE, load({ ADDRESS_DEADLINE: '500' }).ADDRESS_DEADLINE]).toEqual([2_000, 500]);
});

it.each(['99', '10001', 'soon', '1.5'])('and never %s', (text) => {
  expect(() => load({ ADDRESS_DEADLINE: text })).toThrow('ADDRESS_DEADLINE must be milliseconds');
});
