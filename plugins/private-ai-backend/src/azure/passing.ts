import type { Refusal } from './refusal';

const passes = (codes: readonly string[], says: string): Refusal => ({
  codes,
  says: `${says}; that passes`,
  final: false,
});
/** What Azure refuses for the moment only: it is tried again. Part of the one table of refusals. */
export const passing: readonly Refusal[] = [
  passes(
    ['ResourceGroupNotFound'],
    'the resource group does not exist, or is so new that it is not known everywhere yet',
  ),
  passes(
    ['ParentResourceNotFound'],
    'the resource that it belongs to is not there, or so new that it is not known everywhere yet',
  ),
  passes(['PrincipalNotFound'], 'its identity is so new that it is not known everywhere yet'),
  passes(
    ['AccountProvisioningStateInvalid', 'AccountIsNotSucceeded'],
    'the Foundry account is so new that it is not known everywhere yet',
  ),
  passes(
    [
      'RequestConflict',
      'Conflict',
      'AnotherOperationInProgress',
      'ConcurrentOperation',
      'OperationInProgress',
      'RetryableError',
      'RetryableErrorDueToAnotherOperation',
      'ResourceNotReady',
      'ReferencedResourceNotProvisioned',
      'ConflictingConcurrentWriteNotAllowed',
      'PreconditionFailed',
    ],
    'Azure is still at work on it or on something that it belongs to',
  ),
  passes(
    ['ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity'],
    'another federated credential of the same identity is being written, and Azure takes one at a time',
  ),
  passes(['ResourceGroupBeingDeleted'], 'one of this name is being deleted'),
  passes(
    [
      'OperationCanceled',
      'Canceled',
      'OperationPreempted',
      'CanceledAndSupersededDueToAnotherOperation',
    ],
    'the operation was cancelled in Azure, by somebody or by a later change',
  ),
  passes(
    ['OperationGone'],
    'Azure does not know any more how the operation on it ended. A look at the resource decides',
  ),
  passes(
    [
      'TooManyRequests',
      'SubscriptionRequestsThrottled',
      'ResourceRequestsThrottled',
      'ResourceCollectionRequestsThrottled',
    ],
    'Azure asks to slow down',
  ),
  passes(
    [
      'InternalServerError',
      'InternalError',
      'ServiceUnavailable',
      'ServerBusy',
      'GatewayTimeout',
      'BadGateway',
      'ServerTimeout',
      'OperationTimedOut',
    ],
    'Azure has a disturbance',
  ),
];
