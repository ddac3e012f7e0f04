import type { Topic } from './topics.js';

/** A fact not yet written: what a decision returns. */
export interface NewEvent<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** An event's declaration, and the maker of its instances. */
export interface EventDefinition<Type extends string = string, Data extends object = object> {
  (data: Data): NewEvent<Type, Data>;
  readonly type: Type;
  readonly topic: Topic;
  readonly dataClass: new () => Data;
}

// biome-ignore lint/suspicious/noExplicitAny: a definition both takes and gives its data, so no narrower type fits them all
export type AnyEventDefinition = EventDefinition<string, any>;

/**
 * Declares an event once: its type (past tense, `order.placed`), its topic and its data; `all-events.ts` lists them all.
 * A breaking change of the data is a new event beside it (`order.placed.v2`).
 */
export function defineEvent<const Type extends string, Data extends object>(
  type: Type,
  topic: Topic,
  dataClass: new () => Data,
): EventDefinition<Type, Data> {
  const make = (data: Data): NewEvent<Type, Data> => ({ type, data });
  return Object.assign(make, { type, topic, dataClass }) as EventDefinition<Type, Data>;
}
