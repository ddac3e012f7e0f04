import { type Decision, isRefusal, type RefusalCode } from '#contracts/refusals.js';
import { checkEvent } from '#platform/kafka/cloud-event.js';

interface AnyEvent {
  readonly type: string;
  readonly data: object;
}

/** A document as its past events left it, and a decision upon it: `given(evolve, placed).when((order) => applyTax(order, tax))`. */
export function given<State, Event extends AnyEvent>(
  evolve: (state: State | null, event: Event, version: number) => State,
  ...past: readonly NoInfer<Event>[]
) {
  const fold = (events: readonly Event[], from: State | null, version: number) =>
    events.reduce<State | null>((state, event, index) => evolve(state, event, version + index + 1), from);
  const state = fold(past, null, 0);
  return {
    state,
    when: (decide: (state: State | null) => Decision<Event>) => outcome(decide(state), (events) => fold(events, state, past.length)),
  };
}

function outcome<State, Event extends AnyEvent>(decision: Decision<Event>, fold: (events: readonly Event[]) => State | null) {
  /** The events as they will be stored: each fits its schema and survives JSON. */
  const events = (): readonly Event[] => {
    if (isRefusal(decision)) throw new Error(`refused with ${decision.refused} at ${decision.path}: ${decision.detail}`);
    for (const { type, data } of decision) {
      const stored = JSON.parse(JSON.stringify(data));
      checkEvent(type, stored);
      expect(stored).toStrictEqual(data);
    }
    return decision;
  };
  return {
    events,
    /** The document after the decision. */
    state: (): State => {
      const state = fold(events());
      if (state === null) throw new Error('there is no document after it');
      return state;
    },
    thenEvents: (...expected: readonly Event[]) => expect(events()).toEqual(expected),
    thenNothing: () => expect(decision).toEqual([]),
    thenRefused: (refused: RefusalCode, path?: string) => expect({ path: undefined, ...decision }).toMatchObject({ refused, path }),
  };
}
