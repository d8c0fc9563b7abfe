import { type Operation, type StreamContract, schemaAt } from '../openapi/contract.ts';
import { toStep } from '../openapi/json-pointer.ts';
import type { LintSubject } from './rule.ts';

/** An operation's event stream, with the place of its media type. */
export interface EventStream {
  operation: Operation;
  stream: StreamContract;
  /** JSON Pointer to the media type. */
  pointer: string;
}

/** The typed event streams of a document. */
export function eventStreams({ contract, document }: LintSubject): EventStream[] {
  return contract.operations.flatMap((operation) => {
    const { stream } = operation;
    if (!stream) return [];
    const response = schemaAt(document, `${operation.pointer}/responses/${stream.status}`).pointer;
    return [{ operation, stream, pointer: `${response}/content${toStep(stream.mediaType)}` }];
  });
}
