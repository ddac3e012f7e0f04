import type { AggregateDefinition } from '#platform/aggregate-document.js';
import { type Combination, type CombinationEvent, evolve } from '../domain/combination.js';

export const combinationAggregate: AggregateDefinition<Combination, CombinationEvent> = {
  collection: 'combinations',
  historyCollection: 'combinationHistory',
  evolve,
  indexes: [],
};
