import { clockJump } from './clock-fault.js';
import { databaseFaults } from './database-faults.js';
import { slowDisk } from './disk-fault.js';
import type { Fault } from './fault.js';
import { messageFaults } from './message-faults.js';
import { networkFaults } from './network-faults.js';
import { processFaults } from './process-faults.js';
import { providerFaults } from './provider-faults.js';

/** Every sort of trouble that the suite knows. */
export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...databaseFaults,
  ...networkFaults,
  slowDisk,
  ...messageFaults,
  ...providerFaults,
  clockJump,
];
