import { endRecordedDaemons } from './recorded-daemons.js';

// `watchdog.js DIRECTORY`: its standard input is held open by the owner of a run and ends when the owner does, even by SIGKILL.
// After an orderly end nothing is recorded any more and nothing is left to do.
const directory = process.argv[2];
if (directory === undefined) throw new Error('watchdog.js needs the directory of a run');
process.stdin.resume();
process.stdin.once('end', () => endRecordedDaemons(directory).then(() => process.exit(0)));
