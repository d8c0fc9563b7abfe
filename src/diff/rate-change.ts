import { dereference } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import type { Direction } from '../openapi/validate/read-write-only.ts';
import { isObject } from '../shared/json.ts';
import { isSameSchema } from './canonical/same-schema.ts';
import type { Change, Party } from './change.ts';
import { describeChange } from './describe-change.ts';
import { narrows, narrowsRequest, widensResponse, widerFormats } from './narrows.ts';
import type { RedoclyChange } from './run-redocly-diff.ts';

/** The canonical documents that Redocly compared. */
export interface ComparedDocuments {
  base: OpenApiDocument;
  head: OpenApiDocument;
}

/** Who is affected by a change, with its rule and message. Redocly's ratings are for clients. */
export function rateChange(
  change: RedoclyChange,
  directions: ReadonlySet<Direction>,
  documents: ComparedDocuments,
): Pick<Change, 'breaks' | 'rule' | 'message'>[] {
  const server: Party[] = directions.has('response') && narrows(change) ? ['server'] : [];
  const verdicts = isHarmless(change, directions) ? [] : change.verdicts.filter(({ impact }) => impact === 'major');
  if (verdicts.length > 0) {
    return verdicts.map(({ ruleId, message }) => ({ breaks: ['client', ...server], rule: ruleId, message }));
  }
  const message = describeChange(change);
  const access = accessRule(change);
  if (access !== undefined) return [{ breaks: ['client'], rule: access, message }];
  if (change.typeName === 'Discriminator' && change.property === 'propertyName') {
    return [{ breaks: ['client', 'server'], rule: 'discriminator-changed', message }];
  }
  if (isPaging(change)) return [{ breaks: ['client'], rule: 'paging-changed', message }];
  if (isRequiredBody(change, documents)) return [{ breaks: ['client'], rule: 'request-body-became-required', message }];
  if (directions.has('request') && narrowsRequest(change)) {
    return [{ breaks: ['client', ...server], rule: 'request-narrowed', message }];
  }
  if (directions.has('response') && widensResponse(change)) {
    return [{ breaks: ['client', ...server], rule: 'response-widened', message }];
  }
  return [{ breaks: server, rule: server.length > 0 ? 'response-narrowed' : change.kind, message }];
}

/** The rule of a change that prevents a client from reaching a server or getting a token; Redocly has none. */
function accessRule({ path, kind, typeName, property, base, revision }: RedoclyChange): string | undefined {
  const [before, after] = [base?.value, revision?.value];
  if (typeName === 'ServerVariable' && property === 'default') return 'server-variable-changed';
  if (typeName === 'ServerVariable' && property === 'enum') {
    const isAllowed = (value: unknown) => !Array.isArray(after) || after.includes(value);
    const isNarrower = Array.isArray(before) ? !before.every(isAllowed) : after !== undefined;
    return isNarrower ? 'server-variable-changed' : undefined;
  }
  const isFlow = /\/securitySchemes\/[^/]+\/flows\/[^/]+$/.test(path);
  return isFlow && kind === 'removed' ? 'security-flow-removed' : undefined;
}

/** An added or removed component has an effect only where it is used, and is reported there. */
export function isOnlyAName({ path, kind, base, revision }: RedoclyChange, documents: ComparedDocuments): boolean {
  if (kind !== 'modified') return /^#\/components(\/[^/]+){0,2}$/.test(path) || /\/\$defs(\/[^/]+)?$/.test(path);
  if (!/\/discriminator\/mapping$/.test(path)) return false;
  const [before, after] = [base?.value, revision?.value];
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return isSameSchema(
    { document: documents.base, value: { $ref: before } },
    { document: documents.head, value: { $ref: after } },
  );
}

/** Changes that Redocly rates as breaking, but that no client notices. */
function isHarmless(change: RedoclyChange, directions: ReadonlySet<Direction>): boolean {
  const { kind, property, base, revision } = change;
  const [before, after] = [base?.value, revision?.value];
  const isOneWay = directions.size === 1;
  // A format is an annotation (JSON Schema 2020-12, validation, section 7.2.1).
  if (property === 'format') return before === undefined || (isOneWay && isWiderFormat(before, after, directions));
  if (property === 'multipleOf' && typeof before === 'number' && typeof after === 'number') {
    const [wider, narrower] = directions.has('request') ? [after, before] : [before, after];
    return isOneWay && Number.isInteger(narrower / wider);
  }
  // A server ignores a read-only property of a request.
  return kind === 'removed' && isObject(before) && before.readOnly === true && !directions.has('response');
}

function isWiderFormat(before: unknown, after: unknown, directions: ReadonlySet<Direction>): boolean {
  const [narrow, wide] = directions.has('request') ? [before, after] : [after, before];
  return typeof narrow === 'string' && widerFormats[narrow] === wide;
}

function isRequiredBody({ kind, typeName, revision }: RedoclyChange, { head }: ComparedDocuments): boolean {
  if (kind !== 'added' || typeName !== 'RequestBody' || !revision) return false;
  const body = dereference(head, revision.value);
  return isObject(body) && body.required === true;
}

/** A client follows pages by `x-paging`; a new one breaks nothing. */
function isPaging({ path, kind, property }: RedoclyChange): boolean {
  const inPaging = /\/x-paging(\/|$)/.test(path) || property === 'x-paging';
  return inPaging && kind !== 'added';
}
