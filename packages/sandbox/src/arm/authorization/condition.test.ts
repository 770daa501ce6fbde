import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assignmentAttributes } from './authorize.ts';
import { parseCondition } from './condition.ts';

const file = join(import.meta.dirname, '../../../../../infra/roles/portal-assigns.condition.txt');
const user = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const write = 'Microsoft.Authorization/roleAssignments/write';
const given = (role: string, principalType?: string) =>
  assignmentAttributes({ roleDefinitionId: `/x/roleDefinitions/${role}`, principalType });

test("the portal's own condition lets it give the one role to service principals", () => {
  const condition = parseCondition(readFileSync(file, 'utf8'));
  const holds = (action: string, attributes: ReturnType<typeof given>) =>
    condition({ action, attributes });
  assert.equal(holds(write, given(user.toUpperCase(), 'servicePrincipal')), true);
  assert.equal(holds(write, given(owner, 'ServicePrincipal')), false);
  assert.equal(holds(write, given(user, 'User')), false);
  assert.equal(holds(write, given(user)), false, 'a type that the body leaves out is not there');
  assert.equal(holds('Microsoft.Authorization/roleAssignments/read', given(owner)), true);
});

test('operators bind as in the documentation', () => {
  const at = (text: string, attributes = given(user, 'User')) =>
    parseCondition(text)({ action: write, attributes });
  const type = '@Request[Microsoft.Authorization/roleAssignments:PrincipalType]';
  assert.equal(
    at(`${type} StringEquals 'User' OR ${type} StringEquals 'x' AND !(Exists ${type})`),
    true,
  );
  assert.equal(
    at(`(${type} StringEquals 'User' OR ${type} StringEquals 'x') AND NOT Exists ${type}`),
    false,
  );
  assert.equal(at(`${type} StringNotEquals 'User'`), false);
  assert.equal(at(`${type} ForAllOfAllValues:StringEquals {'User', 'Group'}`), false);
  assert.equal(at(`${type} ForAnyOfAnyValues:StringEquals {'User', 'Group'}`), true);
  assert.equal(at("ActionMatches{'Microsoft.Authorization/*/write'}"), true);
  for (const wrong of [`${type} Resembles 'x'`, `(${type} StringEquals 'x'`, `${type}`, '']) {
    assert.throws(() => parseCondition(wrong), /the condition/, wrong);
  }
});
