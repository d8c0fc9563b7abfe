import { rule as abandonedTurnKept } from './abandoned-turn-kept.ts';
import { rule as allowNamesMethods } from './allow-names-methods.ts';
import { rule as concurrentTurnRefused } from './concurrent-turn-refused.ts';
import { rule as contentTypeDocumented } from './content-type-documented.ts';
import { rule as createdSessionBound } from './created-session-bound.ts';
import { rule as createdSessionEmpty } from './created-session-empty.ts';
import { rule as createdSessionListed } from './created-session-listed.ts';
import { rule as createdSessionReadable } from './created-session-readable.ts';
import { rule as credentialComparedExactly } from './credential-compared-exactly.ts';
import { rule as credentialNotEchoed } from './credential-not-echoed.ts';
import { rule as credentialRequired } from './credential-required.ts';
import { rule as deletedSessionGone } from './deleted-session-gone.ts';
import { rule as deletedSessionUnlisted } from './deleted-session-unlisted.ts';
import { rule as deletionSparesOthers } from './deletion-spares-others.ts';
import { rule as errorBodySchema } from './error-body-schema.ts';
import { rule as generatedInvalidRequestRefused } from './generated-invalid-request-refused.ts';
import { rule as generatedValidRequestAccepted } from './generated-valid-request-accepted.ts';
import { rule as historyEqualsStream } from './history-equals-stream.ts';
import { rule as historyHasInput } from './history-has-input.ts';
import { rule as historyKeepsTurns } from './history-keeps-turns.ts';
import { rule as indexSetLocked } from './index-set-locked.ts';
import { rule as indexSetUnordered } from './index-set-unordered.ts';
import { rule as jobMetadataEqualsUsage } from './job-metadata-equals-usage.ts';
import { rule as listEnds } from './list-ends.ts';
import { rule as listForgedTokenRefused } from './list-forged-token-refused.ts';
import { rule as listItemEqualsSummary } from './list-item-equals-summary.ts';
import { rule as listLargePageClamped } from './list-large-page-clamped.ts';
import { rule as listNewestFirst } from './list-newest-first.ts';
import { rule as listPageBounded } from './list-page-bounded.ts';
import { rule as listVisitsEachOnce } from './list-visits-each-once.ts';
import { rule as malformedJsonRefused } from './malformed-json-refused.ts';
import { rule as missingBodyRefused } from './missing-body-refused.ts';
import { rule as noServerError } from './no-server-error.ts';
import { rule as projectsApart } from './projects-apart.ts';
import { rule as refusedTurnKeepsLock } from './refused-turn-keeps-lock.ts';
import { rule as requestBoundAccepted } from './request-bound-accepted.ts';
import { rule as requestBoundRefused } from './request-bound-refused.ts';
import { rule as requestFormatRefused } from './request-format-refused.ts';
import { rule as requestRequiredRefused } from './request-required-refused.ts';
import { rule as requestScopeAccepted } from './request-scope-accepted.ts';
import { rule as requestTypeRefused } from './request-type-refused.ts';
import { rule as responseBodySchema } from './response-body-schema.ts';
import { rule as responseHeaders } from './response-headers.ts';
import type { Rule } from './rule.ts';
import { rule as schemeCaseIgnored } from './scheme-case-ignored.ts';
import { rule as sessionIdMatches } from './session-id-matches.ts';
import { rule as sessionsApart } from './sessions-apart.ts';
import { rule as statusDocumented } from './status-documented.ts';
import { rule as streamDataIsJson } from './stream-data-is-json.ts';
import { rule as streamEndLast } from './stream-end-last.ts';
import { rule as streamEndOnce } from './stream-end-once.ts';
import { rule as streamEndPresent } from './stream-end-present.ts';
import { rule as streamEventName } from './stream-event-name.ts';
import { rule as streamEventOnce } from './stream-event-once.ts';
import { rule as streamEventOrder } from './stream-event-order.ts';
import { rule as streamEventRequired } from './stream-event-required.ts';
import { rule as streamEventSchema } from './stream-event-schema.ts';
import { rule as streamFieldCounter } from './stream-field-counter.ts';
import { rule as streamFieldEcho } from './stream-field-echo.ts';
import { rule as streamFieldIncreasing } from './stream-field-increasing.ts';
import { rule as streamFieldPresent } from './stream-field-present.ts';
import { rule as streamFieldSame } from './stream-field-same.ts';
import { rule as streamFieldValue } from './stream-field-value.ts';
import { rule as streamHeaders } from './stream-headers.ts';
import { rule as streamIsLive } from './stream-is-live.ts';
import { rule as streamIsUtf8 } from './stream-is-utf8.ts';
import { rule as streamLastEventDispatched } from './stream-last-event-dispatched.ts';
import { rule as streamLifecycleClosed } from './stream-lifecycle-closed.ts';
import { rule as streamLifecycleContiguous } from './stream-lifecycle-contiguous.ts';
import { rule as streamLifecycleFinal } from './stream-lifecycle-final.ts';
import { rule as streamLifecycleKind } from './stream-lifecycle-kind.ts';
import { rule as streamLifecycleNested } from './stream-lifecycle-nested.ts';
import { rule as streamLifecycleNumbered } from './stream-lifecycle-numbered.ts';
import { rule as streamLifecycleOpened } from './stream-lifecycle-opened.ts';
import { rule as streamLifecycleOver } from './stream-lifecycle-over.ts';
import { rule as streamLifecycleUnique } from './stream-lifecycle-unique.ts';
import { rule as streamLineEnds } from './stream-line-ends.ts';
import { rule as streamResponseEnds } from './stream-response-ends.ts';
import { rule as streamSelected } from './stream-selected.ts';
import { rule as streamSentinelLast } from './stream-sentinel-last.ts';
import { rule as streamSentinelPresent } from './stream-sentinel-present.ts';
import { rule as streamStartFirst } from './stream-start-first.ts';
import { rule as streamStartOnce } from './stream-start-once.ts';
import { rule as streamTextCompleted } from './stream-text-completed.ts';
import { rule as streamTextEqual } from './stream-text-equal.ts';
import { rule as streamTextJson } from './stream-text-json.ts';
import { rule as summaryEqualsSession } from './summary-equals-session.ts';
import { rule as titleAgain } from './title-again.ts';
import { rule as titleKept } from './title-kept.ts';
import { rule as titleSet } from './title-set.ts';
import { rule as unboundSessionFree } from './unbound-session-free.ts';
import { rule as unknownPathRefused } from './unknown-path-refused.ts';
import { rule as unknownRequestFieldsIgnored } from './unknown-request-fields-ignored.ts';
import { rule as unknownSessionRefused } from './unknown-session-refused.ts';
import { rule as updatedAtAdvances } from './updated-at-advances.ts';
import { rule as validRequestAccepted } from './valid-request-accepted.ts';
import { rule as validationErrorNamesField } from './validation-error-names-field.ts';
import { rule as wrongCredentialRefused } from './wrong-credential-refused.ts';
import { rule as wrongMethodRefused } from './wrong-method-refused.ts';

/** Every rule, by family. */
export const rules: readonly Rule[] = [
  contentTypeDocumented,
  errorBodySchema,
  noServerError,
  responseBodySchema,
  responseHeaders,
  statusDocumented,
  generatedInvalidRequestRefused,
  generatedValidRequestAccepted,
  malformedJsonRefused,
  missingBodyRefused,
  requestBoundAccepted,
  requestBoundRefused,
  requestFormatRefused,
  requestRequiredRefused,
  requestScopeAccepted,
  requestTypeRefused,
  unknownRequestFieldsIgnored,
  validRequestAccepted,
  validationErrorNamesField,
  credentialNotEchoed,
  credentialRequired,
  wrongCredentialRefused,
  credentialComparedExactly,
  schemeCaseIgnored,
  allowNamesMethods,
  unknownPathRefused,
  wrongMethodRefused,
  listEnds,
  listForgedTokenRefused,
  listItemEqualsSummary,
  listLargePageClamped,
  listNewestFirst,
  listPageBounded,
  listVisitsEachOnce,
  createdSessionBound,
  createdSessionEmpty,
  createdSessionListed,
  createdSessionReadable,
  deletedSessionGone,
  deletedSessionUnlisted,
  deletionSparesOthers,
  projectsApart,
  sessionIdMatches,
  sessionsApart,
  summaryEqualsSession,
  titleAgain,
  titleKept,
  titleSet,
  unknownSessionRefused,
  abandonedTurnKept,
  concurrentTurnRefused,
  historyEqualsStream,
  historyHasInput,
  historyKeepsTurns,
  indexSetLocked,
  indexSetUnordered,
  refusedTurnKeepsLock,
  jobMetadataEqualsUsage,
  unboundSessionFree,
  updatedAtAdvances,
  streamDataIsJson,
  streamSelected,
  streamTextJson,
  streamLifecycleFinal,
  streamLifecycleKind,
  streamLifecycleNested,
  streamLifecycleNumbered,
  streamLifecycleContiguous,
  streamFieldIncreasing,
  streamFieldCounter,
  streamFieldValue,
  streamEventRequired,
  streamEventOnce,
  streamEventOrder,
  streamStartOnce,
  streamStartFirst,
  streamSentinelLast,
  streamSentinelPresent,
  streamLineEnds,
  streamHeaders,
  streamEventName,
  streamIsUtf8,
  streamLastEventDispatched,
  streamResponseEnds,
  streamLifecycleClosed,
  streamLifecycleOver,
  streamLifecycleUnique,
  streamTextEqual,
  streamTextCompleted,
  streamFieldPresent,
  streamEventSchema,
  streamFieldEcho,
  streamIsLive,
  streamLifecycleOpened,
  streamFieldSame,
  streamEndLast,
  streamEndOnce,
  streamEndPresent,
];
