const rule = (name, from, to) => ({ name, severity: 'error', from, to });
export default {
  forbidden: [
    rule('apps-never-import-each-other', { path: '^apps/([^/]+)/' }, { path: '^apps/', pathNot: '^apps/$1/' }),
    rule('libs-never-import-apps', { path: '^libs/' }, { path: '^(apps|infra|tools|bench|faults)/' }),
    rule('contracts-know-nobody', { path: '^libs/contracts/' }, { path: '^libs/platform/' }),
    rule('apps-never-import-tools', { path: '^apps/[^/]+/src/' }, { path: '^(infra|tools|bench|faults)/' }),
    rule(
      'domain-is-pure',
      { path: '/src/domain/' },
      { path: ['node_modules/(@nestjs|mongoose|kafkajs)', '/src/(http|messaging|storage)/'] },
    ),
    rule(
      'kafkajs-in-one-module',
      { path: '^(apps|libs)/', pathNot: '^libs/platform/(src/kafka/kafka-client|test/)' },
      { path: 'node_modules/kafkajs' },
    ),
    rule('no-cycles', {}, { circular: true }),
    // uuid lists its types before its code, and the cruiser stops there.
    rule('resolvable', {}, { couldNotResolve: true, pathNot: '^uuid$' }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
