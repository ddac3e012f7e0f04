/** Mistakes that the suite must find, each loaded into the services before their own code. */
export const plantedBugs = [
  'outbox-before-acknowledgement',
  'no-version-condition',
  'commit-before-handling',
  'key-not-stored',
  'new-key-on-each-try',
] as const;
export type PlantedBug = (typeof plantedBugs)[number];
