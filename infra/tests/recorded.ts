import { join, resolve } from 'node:path';
import type { RecordedLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';

/** The landing zone that the sandbox starts with. */
export const landingZoneFile = join(
  resolve(import.meta.dirname, '../../packages/sandbox/src/arm'),
  'landingZone.json',
);

const guid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;
const time = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[\d.]*Z/g;
// What Azure puts behind a name to tell it from others of that name, and its ids without dashes.
const key = /(?<=[a-z\d])-[\da-f]{4}(?=[."])/g;
const plainGuid = /\b[\da-f]{32}\b/g;
const endpointAddress = /\b10\.2\.[0-3]\.\d{1,3}\b(?!\/)/g;

/**
 * What two records of the same landing zone have in common: without the GUIDs, times and addresses that Azure chose, in an order of
 * its own.
 */
export const masked = (record: RecordedLandingZone): unknown[] =>
  record
    .map(one =>
      JSON.stringify(one)
        .replace(guid, '<guid>')
        .replace(plainGuid, '<guid>')
        .replace(key, '-<key>')
        .replace(time, '<time>')
        .replace(endpointAddress, '<endpoint address>'),
    )
    .sort()
    .map(one => JSON.parse(one) as unknown);
