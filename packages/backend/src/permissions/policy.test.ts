import { AuthorizeResult, createPermission } from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  privateAiAppCreatePermission,
  privateAiAppDeletePermission,
  privateAiAppHandOverPermission,
  privateAiAppReadPermission,
  privateAiChatUsePermission,
  privateAiCurationReadPermission,
  privateAiMetricsReadPermission,
  privateAiPersonErasePermission,
} from '@private-ai/plugin-private-ai-common';
import { mockServices } from '@backstage/backend-test-utils';
import { platformTeam, PrivateAiPolicy, readPlatformTeam } from './policy';

const policy = new PrivateAiPolicy();
const member = (...ownershipEntityRefs: string[]) =>
  ({ info: { userEntityRef: 'user:default/somebody', ownershipEntityRefs } }) as PolicyQueryUser;
const developer = member('user:default/developer', 'group:default/app-team');

describe('the policy to copy', () => {
  it('lets the platform team do everything', async () => {
    const engineer = member(platformTeam);
    for (const permission of [privateAiCurationReadPermission, privateAiAppDeletePermission]) {
      expect(await policy.handle({ permission }, engineer)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
  });

  it('takes the platform team from the configuration, and no other one then', async () => {
    const byId = 'group:default/7e3f0b52-5d0a-4c8f-9a57-0c7a0d1f2b31';
    const configured = (team: string) =>
      readPlatformTeam(mockServices.rootConfig({ data: { privateAi: { platformTeam: team } } }));
    const permission = privateAiCurationReadPermission;
    const told = new PrivateAiPolicy(configured(byId));
    expect(await told.handle({ permission }, member(byId))).toEqual({
      result: AuthorizeResult.ALLOW,
    });
    expect(await told.handle({ permission }, member(platformTeam))).toEqual({
      result: AuthorizeResult.DENY,
    });
    for (const wrong of ['platform-team', 'user:default/ada', 'group:default/Platform'])
      expect(() => configured(wrong)).toThrow(
        /privateAi\.platformTeam is .* group's entity reference/,
      );
  });

  it('lets a developer ask for an app and look at any, but not see the platform page, hand one over or erase a person', async () => {
    for (const permission of [privateAiAppCreatePermission, privateAiAppReadPermission]) {
      expect(await policy.handle({ permission }, developer)).toEqual({
        result: AuthorizeResult.ALLOW,
      });
    }
    for (const permission of [
      privateAiCurationReadPermission,
      privateAiAppHandOverPermission,
      privateAiPersonErasePermission,
    ]) {
      expect(await policy.handle({ permission }, developer)).toEqual({
        result: AuthorizeResult.DENY,
      });
    }
  });

  it.each([
    privateAiChatUsePermission,
    privateAiMetricsReadPermission,
    privateAiAppDeletePermission,
  ])('gives $name to owners only', async permission => {
    expect(await policy.handle({ permission }, developer)).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'catalog',
      conditions: {
        rule: 'IS_ENTITY_OWNER',
        params: { claims: developer.info.ownershipEntityRefs },
      },
    });
  });

  // By name: these are of other plugins.
  it.each([
    'catalog.location.delete',
    'catalog.ingestion.manage',
    'scaffolder.template.dry-run',
    'scaffolder.template.management',
  ])('keeps %s, which knows no owner, to the platform team', async name => {
    const permission = createPermission({ name, attributes: {} });
    expect(await policy.handle({ permission }, developer)).toEqual({
      result: AuthorizeResult.DENY,
    });
    expect(await policy.handle({ permission }, member(platformTeam))).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it.each(['scaffolder.task.read', 'scaffolder.task.cancel'])(
    'gives %s to who ran the template only',
    async name => {
      const permission = createPermission({
        name,
        attributes: {},
        resourceType: 'scaffolder-task',
      });
      expect(await policy.handle({ permission }, developer)).toMatchObject({
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'scaffolder',
        conditions: { rule: 'IS_TASK_OWNER', params: { createdBy: ['user:default/somebody'] } },
      });
    },
  );

  it('lets everybody run a template', async () => {
    const permission = createPermission({ name: 'scaffolder.task.create', attributes: {} });
    expect(await policy.handle({ permission }, developer)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });

  it('gives nothing to who is not signed in', async () => {
    expect(await policy.handle({ permission: privateAiAppReadPermission })).toEqual({
      result: AuthorizeResult.DENY,
    });
  });
});
