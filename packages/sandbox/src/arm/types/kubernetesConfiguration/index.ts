import type { ResourceType } from '../../resourceType.ts';
import { extension } from './extension.ts';
import { fluxConfiguration } from './fluxConfiguration.ts';

/** Microsoft.KubernetesConfiguration */
export const kubernetesConfiguration: ResourceType[] = [extension, fluxConfiguration];
