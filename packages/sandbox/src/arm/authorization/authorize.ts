import type { Arm } from '../arm.ts';
import { ArmError } from '../errors.ts';
import { principalOf } from '../principals.ts';
import type { ResourceBody } from '../resource.ts';
import { parseTarget, sameType } from '../resourceId.ts';
import { verdictOn } from './access.ts';
import { askedBy } from './action.ts';
import { linkedActions } from './linkedActions.ts';

interface Request {
  method: string;
  path: string;
  body: unknown;
  /** Object id of who asks. */
  by: string;
}

/** Holds a request to the caller's roles. @throws ArmError 403 AuthorizationFailed or LinkedAuthorizationFailed */
export function authorize(request: Request, arm: Arm): void {
  const asked = askedBy(request);
  if (!asked) return;
  authorizeAction({ by: request.by, ...asked }, arm, attributesOf(request, arm));
  if (request.method !== 'PUT' && request.method !== 'PATCH') return;
  const target = parseTarget(request.path);
  if (target?.kind !== 'resource' || typeof request.body !== 'object' || !request.body) return;
  const refused = linkedActions(target.id.type, request.body as ResourceBody).filter(
    one => verdictOn({ by: request.by, ...one }, arm) !== 'allowed',
  );
  if (refused.length === 0) return;
  const list = (words: string[]) => words.map(word => `'${word}'`).join(', ');
  throw new ArmError(
    403,
    'LinkedAuthorizationFailed',
    `The client ${named(request.by, arm)} has permission to perform action '${asked.action}' on scope '${asked.scope}'; however, it does not have permission to perform action(s) ${list(refused.map(one => one.shown))} on the linked scope(s) ${list(refused.map(one => one.scope))} (respectively) or the linked scope(s) are invalid.`,
  );
}

/** The same for one action. @throws ArmError 403 AuthorizationFailed */
export function authorizeAction(
  asked: { by: string; action: string; scope: string },
  arm: Arm,
  attributes?: Parameters<typeof verdictOn>[2],
): void {
  const verdict = verdictOn(asked, arm, attributes);
  if (verdict === 'allowed') return;
  // The second wording: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
  const lacks =
    verdict === 'refused'
      ? 'does not have authorization'
      : 'does not have authorization or an ABAC condition not fulfilled';
  throw new ArmError(
    403,
    'AuthorizationFailed',
    `The client ${named(asked.by, arm)} ${lacks} to perform action '${asked.action}' over scope '${asked.scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

const named = (by: string, arm: Arm) =>
  `'${principalOf(by, arm)?.clientId ?? by}' with object id '${by}'`;

/** What conditions may look at: a role assignment's role, principal and its type, as asked and as kept. */
function attributesOf({ path, body }: Request, arm: Arm) {
  const target = parseTarget(path);
  const isAssignment =
    target?.kind === 'resource' &&
    sameType(target.id.type, 'Microsoft.Authorization/roleAssignments');
  if (!isAssignment) return undefined;
  return assignmentAttributes(
    (body as ResourceBody | undefined)?.properties,
    arm.get(path)?.properties,
  );
}

/**
 * Only what the body itself says counts: a principal type that Azure would look up is not there for a condition
 * (github.com/hashicorp/terraform-provider-azurerm/pull/24271).
 */
export function assignmentAttributes(
  asked: ResourceBody['properties'],
  kept?: ResourceBody['properties'],
) {
  const of = (properties: ResourceBody['properties'] = {}) =>
    Object.fromEntries(
      [
        [
          'RoleDefinitionId',
          String(properties.roleDefinitionId ?? '')
            .split('/')
            .at(-1),
        ],
        ['PrincipalId', properties.principalId],
        ['PrincipalType', properties.principalType],
      ]
        .filter(([, value]) => value)
        .map(([name, value]) => [
          `microsoft.authorization/roleassignments:${name}`.toLowerCase(),
          [String(value)],
        ]),
    );
  return { request: of(asked), resource: of(kept) };
}
