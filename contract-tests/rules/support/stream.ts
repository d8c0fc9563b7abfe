import type { ProtocolRule, ProtocolViolation, StreamProtocol } from '../../../src/sse/stream-protocol.ts';
import type { Turn, TurnMessage } from '../../run/turn.ts';
import { both, judge, type RuleContext, type RuleResult, type Violation } from '../rule.ts';
import { isChatApi } from './chat-api.ts';

/** The protocol of the contract's event stream. */
export function protocolOf({ contract }: Pick<RuleContext, 'contract'>): StreamProtocol | undefined {
  return contract.operations.find((operation) => operation.stream?.protocol)?.stream?.protocol;
}

/** The turns that the server accepted, however they ended. */
export function takenTurns({ seen }: RuleContext<'turns'>): Turn[] {
  return seen.turns.filter(({ messages }) => messages.length > 0);
}

/** A violation by one message of a turn, with its place in the stream. */
export function atMessage(
  turn: Turn,
  message: TurnMessage,
  violation: Omit<Violation, 'operation' | 'exchange'>,
): Violation {
  return {
    operation: turn.exchange.operation,
    exchange: turn.exchange,
    at: { message: message.number, byte: message.byte },
    ...violation,
  };
}

/** The type of an event. */
export function typeOf(event: unknown): string | undefined {
  const type = (event as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** Checks turns by what the protocol reader reported as the events arrived. */
export function judgeByProtocol(context: RuleContext<'turns'>, rules: readonly ProtocolRule[]): RuleResult {
  const turns = context.seen.turns.filter(({ exercised }) => rules.some((rule) => exercised.has(rule)));
  return judge(turns, (turn) => [
    ...turn.messages.flatMap((message) =>
      message.protocol.filter(({ rule }) => rules.includes(rule)).map((violation) => atEvent(turn, violation)),
    ),
    ...turn.endViolations.filter(({ rule }) => rules.includes(rule)).map((violation) => atEvent(turn, violation)),
  ]);
}

function atEvent({ exchange }: Turn, violation: ProtocolViolation): Violation {
  const { provenance, message, expected, received, event, byte } = violation;
  return {
    operation: exchange.operation,
    exchange,
    message,
    expected,
    received,
    provenance,
    ...(event > 0 ? { at: { message: event, byte: byte ?? 0 } } : {}),
  };
}

/** Like `judgeByProtocol`, for an event that the Chat API may leave out: a turn without it satisfies the rule. */
export function judgeOptionalEvent(context: RuleContext<'turns'>, rule: ProtocolRule): RuleResult {
  const result = judgeByProtocol(context, [rule]);
  if (!isChatApi(context.contract)) return result;
  const without = takenTurns(context).filter(({ exercised }) => !exercised.has(rule));
  return both(
    result,
    judge(without, () => undefined),
  );
}
