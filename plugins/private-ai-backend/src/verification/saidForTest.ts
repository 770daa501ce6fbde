import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import type { World } from './verifyForTest';

export const group = 'Resource group rg-weather-krc-01';
export const identity = 'Managed identity uami-aif-weather-krc-01';
export const serviceAccount = 'ServiceAccount of uami-aif-weather-krc-01';
export const credential = 'Federated credential of uami-aif-weather-krc-01';
export const role = 'Role assignment Cognitive Services OpenAI User for uami-aif-weather-krc-01';
export const account = 'Foundry account aif-weather-krc-01';
export const project = 'Foundry project proj-weather';
export const deployment = 'Model deployment gpt-5.2';
export const endpoint = 'Private endpoint pe-aif-weather-krc-01';
export const zoneGroup = 'DNS zone group default of pe-aif-weather-krc-01';
export const connector = 'Service connector weather_aif_connection';
export const secret = 'sc-weatheraifconnection-secret';
export const config = 'Agent configuration weather-agent';
export const afterConfig = [
  'Rollout of the agent weather',
  'Former model deployments of aif-weather-krc-01',
];
export const access = 'Access of the owner group:default/app-team';
export const portalAccess = 'Access of the portal weather';
export const authorities = 'Trusted authorities weather-ca';
export const keys = 'Keys of the portal weather-portal';
export const names = ['openai', 'cognitiveservices', 'services.ai'].map(
  domain => `Name of the account in ${domain}.azure.com`,
);
export const lookups = ['Lookup of names in namespace weather', ...names];
export const agents = ['Agent of weather', 'Model gpt-5.2 through the agent'];
/** The agent itself notices. */
export const noAnswer = { [agents[1]]: expect.stringMatching(/^the agent failed to answer: /) };
export const gone = 'does not exist';

/** Something that is taken away behind a verification's back. */
export interface Case {
  takeAway(world: World): Promise<unknown>;
  wrong: Record<string, unknown>;
  skipped?: string[];
  /** What provisioning would write because of it. */
  plans: string[];
  /** It goes with everything that lies in it, whatever that is. */
  with?: ResourceId;
  /** Left out: provisioning does it. */
  putBack?(world: World): Promise<unknown>;
}
