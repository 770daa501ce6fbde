import {
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
  TAG_TEMPLATE,
  type AppRequest,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** The tags of everything that takes tags: the company's own, and whose it is. */
export function privateAiTags(app: {
  request: Pick<AppRequest, 'entityRef' | 'templateVersion'>;
  zone: Pick<LandingZone, 'tags'>;
}): Record<string, string> {
  const { entityRef, templateVersion } = app.request;
  return {
    ...app.zone.tags,
    [TAG_ENTITY]: entityRef,
    [TAG_MANAGED_BY]: MANAGED_BY,
    ...(templateVersion && { [TAG_TEMPLATE]: templateVersion }),
  };
}
