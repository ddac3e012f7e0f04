/** One version of a document: in its history, or as a message of its topic. */
export interface VersionedEvent {
  readonly version: number;
  readonly eventId: string;
}

/** Where a document's version and its change history disagree, a sentence each: the history must be 1, 2, … version. */
export function* historyDifferences(version: number, history: readonly VersionedEvent[]): Generator<string> {
  if (history.length !== version) yield `is at version ${version} and has ${history.length} history records`;
  let last = 0;
  for (const record of history.toSorted((a, b) => a.version - b.version)) {
    if (record.version === last) yield `its history has version ${record.version} more than once`;
    else if (record.version !== last + 1) yield `its history goes from version ${last} to ${record.version}`;
    last = record.version;
  }
}

/**
 * Where a reader of the topic and the change history disagree, a sentence each. The reader does as every consumer must:
 * takes the next version, passes over one that it has had, and stops at a gap.
 */
export function* topicDifferences(messages: readonly VersionedEvent[], history: readonly VersionedEvent[]): Generator<string> {
  const recorded = new Map(history.map((record) => [record.version, record.eventId]));
  const taken = new Map<number, string>();
  for (const { version, eventId } of messages) {
    const first = taken.get(version);
    if (first !== undefined) {
      if (first !== eventId) yield `its topic has two events for version ${version}: ${first} and ${eventId}`;
    } else if (version !== taken.size + 1) {
      yield `its topic goes from version ${taken.size} to ${version}`;
      return;
    } else {
      taken.set(version, eventId);
      const expected = recorded.get(version);
      if (expected !== eventId) yield `its topic has event ${eventId} for version ${version}, its history ${expected ?? 'none'}`;
    }
  }
  for (const version of recorded.keys()) if (!taken.has(version)) yield `its topic lacks version ${version}`;
}
