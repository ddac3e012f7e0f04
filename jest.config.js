export default {
  testMatch: ['<rootDir>/{apps,libs,infra,tools,test}/**/*.test.ts'],
  testEnvironmentOptions: { customExportConditions: ['source', 'node'] },
  transform: { '^.+\\.ts$': '@swc/jest' },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
