import { autoscaling } from './objects/autoscaling.ts';
import { configuration } from './objects/configuration.ts';
import { customs } from './objects/customs.ts';
import { limits } from './objects/limits.ts';
import { namespaces } from './objects/namespaces.ts';
import { network } from './objects/network.ts';
import { pods } from './objects/pods.ts';
import { rbac } from './objects/rbac.ts';
import { services } from './objects/services.ts';
import type { WitnessRequest } from './request.ts';

/** Objects good and bad of the kinds that the portal's manifests use, each created once; the first makes their namespace. */
export const objects: WitnessRequest[] = [
  ...namespaces,
  ...configuration,
  ...network,
  ...services,
  ...pods,
  ...limits,
  ...autoscaling,
  ...rbac,
  ...customs,
];
