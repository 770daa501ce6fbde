import type { ResourceType } from '../../resourceType.ts';
import { dataCollectionEndpoint } from './dataCollectionEndpoint.ts';
import { dataCollectionRule, dataCollectionRuleAssociation } from './dataCollectionRule.ts';
import { diagnosticSetting } from './diagnosticSetting.ts';
import { privateLinkScope, scopedResource } from './privateLinkScope.ts';

/** Microsoft.Insights */
export const insights: ResourceType[] = [
  dataCollectionEndpoint,
  dataCollectionRule,
  dataCollectionRuleAssociation,
  diagnosticSetting,
  privateLinkScope,
  scopedResource,
];
