import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import { requireAppRequest } from '../app/request';
import type { LandingZone } from '../config/landingZone';

/** What somebody has filled in for an application, as the portal reads it. */
export const requested = (name: string, zone: LandingZone, capacity = 10): AppRequest =>
  requireAppRequest(
    {
      name,
      owner: 'app-team',
      landingZone: zone.name,
      model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity },
      runtime: 'typescript',
      instructions: 'Help.',
    },
    [zone],
  ).request;
