import path from 'node:path';

/** Mistakes that the suite must find, each loaded into the services before their own code. */
export const plantedBugs = ['outbox-before-acknowledgement', 'no-version-condition', 'commit-before-handling', 'key-not-stored'] as const;
export type PlantedBug = (typeof plantedBugs)[number];

/** Arguments that make Node load the bug first. */
export function nodeOptionsFor(bug: PlantedBug): string[] {
  return ['--import', path.resolve(`dist/faults/src/planted/${bug}.js`)];
}
