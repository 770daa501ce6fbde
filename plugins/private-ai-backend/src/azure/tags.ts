import {
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
  TAG_TEMPLATE,
  type AppRequest,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { sameText } from './resourceId';

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

type Tags = Record<string, string> | undefined;

/** Whether a tag says that it is for this application, whoever put it there. */
export const isFor = (tags: Tags, entityRef: string): boolean =>
  sameText(tags?.[TAG_ENTITY], entityRef);

/** Whether the portal made it, for this application: one of its two tags alone, anybody may have put there for a reason. */
export const isOurs = (tags: Tags, entityRef: string): boolean =>
  isFor(tags, entityRef) && tags?.[TAG_MANAGED_BY] === MANAGED_BY;
