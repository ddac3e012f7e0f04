import { documentServices, type Fault } from './fault.js';

const HOUR = 3_600;

/** The clock of one replica is set, there and back, while it runs. */
export const clockJump: Fault = {
  name: 'clock jumps',
  lasts: [10, 20],
  isPossible: ({ clocks }) => clocks,
  begin: async ({ cluster, random }) => {
    const node = random.pick(documentServices(cluster));
    const offset = random.pick([-25 * HOUR, -HOUR, -30, 30, HOUR, 25 * HOUR]);
    node.setClock(offset);
    return { what: `${node.name} by ${offset} s`, end: async () => node.setClock(0) };
  },
};
