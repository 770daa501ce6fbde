import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

interface Rule {
  record?: string;
  alert?: string;
}

/** As many as one group takes (unconfirmed: Microsoft's own largest group has 19). */
const mostRules = 20;

/** Recording and alerting rules of a Prometheus workspace. */
export const prometheusRuleGroup: ResourceType = {
  type: 'Microsoft.AlertsManagement/prometheusRuleGroups',
  tracked: true,
  stateless: true,
  prepare({ id, body, arm }) {
    if (body.location) requireLocation(body.location);
    // Pattern and interval as published for 2023-03-01; the codes are unconfirmed.
    if (/[:@/#{}%&+*<>?]/.test(id.name))
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The rule group name '${id.name}' is invalid: none of : @ / # { } % & + * < > ? may be in it.`,
      );
    const { scopes = [], rules = [], interval = 'PT1M' } = body.properties ?? {};
    const minutes = Number(/^PT(\d+)M$/.exec(interval)?.[1]);
    if (!(minutes >= 1 && minutes <= 15))
      throw new ArmError(
        400,
        'BadRequest',
        `The interval '${interval}' of the rule group ${id.name} is not from 1 to 15 minutes.`,
      );
    const [workspace] = scopes as string[];
    if (!workspace || !/^microsoft\.monitor\/accounts$/i.test(arm.get(workspace)?.type ?? ''))
      throw new ArmError(
        400,
        'BadRequest',
        `The scopes of the rule group ${id.name} begin with an Azure Monitor workspace that exists; '${workspace}' is none.`,
      );
    if (rules.length > mostRules)
      throw new ArmError(
        400,
        'BadRequest',
        `The rule group ${id.name} has ${rules.length} rules: ${mostRules} at most.`,
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
