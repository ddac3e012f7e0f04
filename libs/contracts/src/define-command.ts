import type { Topic } from './topics.js';

/** A command's declaration: what another system asks of a document by Kafka. */
export interface CommandDefinition<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly topic: Topic;
  readonly dataClass: new () => Data;
}

// biome-ignore lint/suspicious/noExplicitAny: a definition gives its data, and no narrower type fits them all
export type AnyCommandDefinition = CommandDefinition<string, any>;

/** Declares a command once: its type (imperative, `order.cancel`), its topic and its data; `all-commands.ts` lists them all. */
export function defineCommand<const Type extends string, Data extends object>(
  type: Type,
  topic: Topic,
  dataClass: new () => Data,
): CommandDefinition<Type, Data> {
  return { type, topic, dataClass };
}
