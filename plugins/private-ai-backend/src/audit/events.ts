import type { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import type { Operation, OperationInputs } from '@private-ai/plugin-private-ai-common';

/** What the auditor is told, but for who asked, which it reads from the request: never a person's or an agent's words. */
export type AuditEvent = Pick<AuditorServiceCreateEventOptions, 'eventId' | 'severityLevel'> & {
  meta: NonNullable<AuditorServiceCreateEventOptions['meta']>;
};

/** What a person makes of something that an agent asks before it acts. */
export type Decision = 'approved' | 'rejected' | 'answered' | 'abandoned';

/** Left out where it is not known. */
const known = (meta: Record<string, string | undefined>): AuditEvent['meta'] =>
  Object.fromEntries(Object.entries(meta).filter(([, value]) => value !== undefined));

/** A question to an agent, or the answers to what it asked. */
export const runOf = (asked: {
  entityRef: string;
  threadId?: string;
  retryOf?: string;
}): AuditEvent => ({ eventId: 'chat-run', severityLevel: 'medium', meta: known(asked) });

/** One answer to something that an agent asked before it acted. */
export const decisionOf = (decided: {
  entityRef: string;
  threadId?: string;
  interruptId: string;
  decision: Decision;
}): AuditEvent => ({ eventId: 'chat-decision', severityLevel: 'medium', meta: known(decided) });

/** The deletion of one's own conversation. */
export const deletionOf = (asked: { entityRef: string; threadId: string }): AuditEvent => ({
  eventId: 'chat-delete',
  severityLevel: 'medium',
  meta: known(asked),
});

/** A question to models of a landing zone's playground, which are named by their deployments. */
export const trialOf = (asked: { landingZone: string; models: string[] }): AuditEvent => ({
  eventId: 'playground-trial',
  severityLevel: 'medium',
  meta: asked,
});

/** Kinds that take something away, or give it to somebody else. */
const grave: readonly string[] = ['retire', 'hand-over'];

type Asked = Pick<Operation, 'kind' | 'entityRef'> & Partial<Pick<Operation, 'landingZone'>>;

const operation = (eventId: string, { kind, ...rest }: Asked & { operationId?: string }) => ({
  eventId,
  severityLevel: grave.includes(kind) ? ('high' as const) : ('medium' as const),
  meta: known({ kind, ...rest }),
});

/** Of whichever kind: provision, release, retire, hand-over and all others begin here. */
export const startOf = ({ kind, entityRef, landingZone }: Asked): AuditEvent =>
  operation('operation-start', { kind, entityRef, landingZone });

/** What is known of it once it has begun; of what comes from a repository the commit, and the image where one was named. */
export const startedAs = ({ id, landingZone, input }: Operation): AuditEvent['meta'] => {
  const { source, image } = input as Partial<OperationInputs['release']>;
  const { unregister, archive } = input as Partial<OperationInputs['retire']>;
  return {
    ...known({ operationId: id, landingZone, commit: source?.commit, image }),
    ...(unregister && { unregister }),
    ...(archive && { archive }),
  };
};

/** An application's entity is taken out of the catalog, by the portal for who retires it. */
export const unregistrationOf = (asked: {
  entityRef: string;
  locationId: string;
  operationId?: string;
}): AuditEvent => ({ eventId: 'app-unregister', severityLevel: 'high', meta: known(asked) });

/** The same of its repository, which nobody changes from then on. */
export const archivingOf = (asked: {
  entityRef: string;
  repoUrl: string;
  operationId?: string;
}): AuditEvent => ({ eventId: 'repository-archive', severityLevel: 'high', meta: known(asked) });

/** What a git host, or anybody in its name, delivers without the secret: what is signed is a start. */
export const deliveryOf = (landingZone: string): AuditEvent => ({
  eventId: 'release-delivery',
  severityLevel: 'medium',
  meta: { landingZone },
});

/** What is done with an operation that there is. */
export const changeOf = (
  what: 'cancel' | 'resume',
  { id, kind, entityRef, landingZone }: Operation,
): AuditEvent => operation(`operation-${what}`, { operationId: id, kind, entityRef, landingZone });

/** The erasure of a person. */
export const erasureOf = (userRef: string): AuditEvent => ({
  eventId: 'person-erase',
  severityLevel: 'high',
  meta: { userRef },
});
