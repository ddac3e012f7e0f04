import { EventPattern, type MessageHandler } from '@nestjs/microservices';
import { CloudEvent, type CloudEventV1, Kafka as KafkaBinding } from 'cloudevents';
import { isObservable, lastValueFrom } from 'rxjs';
import { v7 as newId } from 'uuid';
import { allCommands } from '#contracts/all-commands.js';
import { COMMAND_ANSWERED, type CommandAnswer } from '#contracts/command-answer.js';
import type { AnyCommandDefinition, CommandDefinition } from '#contracts/define-command.js';
import { isRefusal, type Refusal } from '#contracts/refusals.js';
import type { Topic } from '#contracts/topics.js';
import type { Stored } from '../aggregate-document.js';
import type { ChangeContext } from '../change-context.js';
import { fingerprint } from '../fingerprint.js';
import { inputProblem, type Problem, ProblemError, problem, problemOf } from '../http/problem.js';
import { Unavailable } from '../outage.js';
import { PoisonMessage, parseJson } from './cloud-event.js';
import type { KafkaClient } from './kafka-client.js';
import type { IncomingMessage } from './kafka-client-consumer.js';
import { partitionOf } from './kafka-client-producer.js';

/** A command as its handler gets it: valid by its schema. */
export interface ReceivedCommand<Definition extends AnyCommandDefinition = AnyCommandDefinition> {
  readonly id: string;
  readonly type: string;
  /** Who asks. */
  readonly source: string;
  /** Id of the document that is to change. */
  readonly subject: string;
  readonly correlationId: string;
  readonly traceparent?: string;
  /** What the document's version must be, where that is asked. */
  readonly expectedVersion?: number;
  readonly data: Definition extends CommandDefinition<string, infer Data> ? Data : never;
}

/** What a command's handler did with the document, or why not. */
export type CommandOutcome = Stored<unknown> | Refusal;

/** Handles a command: `@OnCommand(OrderCancel) cancel(command: ReceivedCommand<typeof OrderCancel>)`. What it returns is answered. */
export function OnCommand<Definition extends AnyCommandDefinition>(definition: Definition) {
  return <Method extends (command: ReceivedCommand<Definition>) => Promise<CommandOutcome>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    (EventPattern(definition.type, undefined, { topic: definition.topic.name }) as MethodDecorator)(
      target,
      name,
      descriptor as TypedPropertyDescriptor<unknown> as never,
    );
  };
}

/** The context of the change that a command asks for, which a repeat of the command does not make again. */
export function commanded({ id, type, source, correlationId, traceparent, expectedVersion, data }: ReceivedCommand): ChangeContext {
  const { reason } = data as { reason?: string };
  return {
    actor: `erp:${source}`,
    correlationId,
    causationId: id,
    idempotency: { key: `command:${source}:${id}`, fingerprint: fingerprint({ type, data }) },
    ...(traceparent === undefined ? {} : { traceparent }),
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** Carries commands out, one message after the other per document, and answers each before its message is committed. */
export class Commands {
  readonly #definitions: ReadonlyMap<string, AnyCommandDefinition>;

  constructor(
    private readonly kafka: KafkaClient,
    readonly topic: Topic,
    private readonly answers: Topic,
    private readonly source: string,
  ) {
    this.#definitions = new Map(allCommands.filter((each) => each.topic.name === topic.name).map((each) => [each.type, each]));
  }

  /** Throws PoisonMessage for what nobody could answer, and whatever says that something is away: then nothing is answered yet. */
  async obey(message: IncomingMessage, handlers: ReadonlyMap<string, MessageHandler>): Promise<void> {
    const command = decodeCommand(message);
    const outcome = await this.#outcomeOf(command, handlers);
    const answer: CommandAnswer = { commandId: command.id, commandType: command.type, ...outcome };
    await this.#answer(command, answer);
  }

  async #outcomeOf(
    command: ReceivedCommand,
    handlers: ReadonlyMap<string, MessageHandler>,
  ): Promise<Pick<CommandAnswer, 'outcome' | 'version' | 'problem'>> {
    const definition = this.#definitions.get(command.type);
    const handler = handlers.get(command.type);
    if (!definition || !handler) {
      return refused(problem('unknown-command', `there is "${[...this.#definitions.keys()].join('", "')}"`));
    }
    const wrong = inputProblem(definition.dataClass, command.data);
    if (wrong) return refused(wrong);
    try {
      const returned = await handler(command);
      const outcome: CommandOutcome = isObservable(returned) ? await lastValueFrom(returned) : returned;
      return isRefusal(outcome) ? refused(problemOf(outcome)) : { outcome: 'done', version: outcome.version };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      if (error.problem.status >= 500) throw new Unavailable('another service', { cause: error });
      return refused(error.problem);
    }
  }

  async #answer({ subject, correlationId, id }: ReceivedCommand, answer: CommandAnswer): Promise<void> {
    const event = new CloudEvent({
      id: newId(),
      type: COMMAND_ANSWERED,
      source: this.source,
      subject,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      correlationid: correlationId,
      causationid: id,
      data: answer,
    });
    const { headers } = KafkaBinding.binary(event as CloudEventV1<CommandAnswer>);
    const plain = Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );
    const partition = partitionOf(subject, this.answers.partitions);
    await this.kafka.send(this.answers.name, partition, [{ key: subject, headers: plain, value: JSON.stringify(answer) }]);
  }
}

function refused({ type, title, status, detail, errors }: Problem): Pick<CommandAnswer, 'outcome' | 'problem'> {
  return {
    outcome: 'refused',
    problem: { type, title, status, ...(detail === undefined ? {} : { detail }), ...(errors === undefined ? {} : { errors: [...errors] }) },
  };
}

/** The command in a message. Throws PoisonMessage when it is none, or when nobody could be answered. */
export function decodeCommand({ key, headers, value }: IncomingMessage): ReceivedCommand {
  const header = (name: string): string => {
    const text = headers[`ce_${name}`] ?? '';
    if (!/^[\x21-\x7e]{1,100}$/.test(text)) throw new PoisonMessage('not-a-cloud-event', `header ce_${name} is missing, or not an id`);
    return text;
  };
  const subject = header('subject');
  if (key !== subject) throw new PoisonMessage('not-a-cloud-event', 'the key is not the subject, so the order per document is not sure');
  const expected = headers.ce_expectedversion;
  if (expected !== undefined && !/^[1-9]\d{0,14}$/.test(expected)) {
    throw new PoisonMessage('not-a-cloud-event', 'header ce_expectedversion is not a version');
  }
  const id = header('id');
  return {
    id,
    type: header('type'),
    source: header('source'),
    subject,
    correlationId: headers.ce_correlationid ?? id,
    ...(headers.traceparent === undefined ? {} : { traceparent: headers.traceparent }),
    ...(expected === undefined ? {} : { expectedVersion: Number(expected) }),
    data: parseJson(value) as never,
  };
}
