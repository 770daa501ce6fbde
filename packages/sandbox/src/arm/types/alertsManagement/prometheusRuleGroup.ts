import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

interface Rule {
  record?: string;
  alert?: string;
}

/** Recording and alerting rules of a Prometheus workspace. */
export const prometheusRuleGroup: ResourceType = {
  type: 'Microsoft.AlertsManagement/prometheusRuleGroups',
  tracked: true,
  stateless: true,
  prepare({ id, body, arm }) {
    if (body.location) requireLocation(body.location);
    const { scopes = [], rules = [] } = body.properties ?? {};
    const [workspace] = scopes as string[];
    if (!workspace || !/^microsoft\.monitor\/accounts$/i.test(arm.get(workspace)?.type ?? ''))
      throw new ArmError(
        400,
        'BadRequest',
        `The scopes of the rule group ${id.name} begin with an Azure Monitor workspace that exists; '${workspace}' is none.`,
      );
    for (const rule of rules as Rule[])
      if (Boolean(rule.record) === Boolean(rule.alert))
        throw new ArmError(
          400,
          'BadRequest',
          `A rule of the group ${id.name} has 'record' or 'alert', one of the two.`,
        );
    return { enabled: true, ...body.properties };
  },
};
