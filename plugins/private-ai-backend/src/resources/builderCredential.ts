import { resourceTypes } from '../azure/resourceTypes';
import { builderId } from '../azure/userAssignedIdentity';
import type { LandingZone } from '../config/landingZone';
import { hostOf } from '../git/hosts';
import { resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import { hasBuilders } from './builderIdentity';
import type { NamedInAzure } from './descriptor';

const type = resourceTypes.federatedCredential;
const name = 'pipeline';

/** Whether pipelines push, and their host issues tokens that say whose they are. */
export const signsInAsBuilder = (zone: LandingZone): boolean =>
  hasBuilders({ zone }) &&
  zone.registry.build.strategy === 'external' &&
  hostOf(zone.git.type).pipeline !== undefined;

/** By which the pipeline of the application's own repository signs in as the builder, without a secret. */
export const builderCredential: NamedInAzure = {
  in: 'azure',
  id: 'builder-credential',
  type,
  title: 'Sign-in of the pipeline',
  part: 'identity',
  dependsOn: ['builder-identity', 'builder-access'],
  within: 'builder-identity',
  isMade: ({ zone }) => signsInAsBuilder(zone),
  name: () => name,
  armId: app => `${builderId(app)}/federatedIdentityCredentials/${name}`,
  made: (app, { azure: { arm } }) =>
    resource(
      armResource(builderCredential, app, {
        arm,
        body: () => ({
          properties: {
            ...hostOf(app.zone.git.type).pipeline?.({ ...app.zone.git, name: app.request.name }),
            audiences: ['api://AzureADTokenExchange'],
          },
        }),
      }),
    ),
  foundBy: 'parent',
  oneAtATime: true,
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};
