export default {
  // For a machine that is busy or slow; no test asserts how long something takes.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/{apps,libs,infra,tools,bench,faults,test}/**/*.test.ts'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node'] },
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
