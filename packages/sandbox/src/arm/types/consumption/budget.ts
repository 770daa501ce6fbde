import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

/** Tells by e-mail what was spent, which here is nothing. https://learn.microsoft.com/rest/api/consumption/budgets */
export const budget: ResourceType = {
  type: 'Microsoft.Consumption/budgets',
  stateless: true,
  bare: true,
  prepare({ id, body }) {
    const asked = body.properties ?? {};
    if (!(asked.amount > 0))
      throw new ArmError(400, '400', `The amount of the budget ${id.name} is more than 0.`);
    if (!/^\d{4}-\d{2}-01T/.test(String(asked.timePeriod?.startDate)))
      throw new ArmError(
        400,
        '400',
        `The start date of the budget ${id.name} is the first day of a month.`,
      );
    return {
      ...asked,
      timePeriod: { endDate: tenYearsAfter(asked.timePeriod.startDate), ...asked.timePeriod },
      currentSpend: { amount: 0, unit: 'KRW' },
    };
  },
};

const tenYearsAfter = (date: string) => `${Number(date.slice(0, 4)) + 10}${date.slice(4)}`;
