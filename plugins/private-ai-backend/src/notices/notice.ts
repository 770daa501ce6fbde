import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import {
  CATALOG_ENTITY,
  type OperationInputs,
  type OperationOutputs,
} from '@private-ai/plugin-private-ai-common';
import type { NotificationConfig } from '../config/notifications';
import type { EndedOperation } from '../operations/lease';
import { words } from './words';

/** To whom, and what: one that is sent again for the same thing takes the place of the one before. */
export interface Notice {
  /** Entity references; nobody is told where there are none. */
  recipients: readonly string[];
  payload: NotificationSendOptions['payload'];
}

type Language = NotificationConfig['language'];

const topic = 'private-ai';
/** Characters of why something failed: the whole of it stands on the page that the notification leads to. */
const longest = 500;

/** What an operation that has ended is told as. @param owners - of the application, as the catalog knows them */
export function endOf(
  operation: EndedOperation,
  owners: readonly string[],
  language: Language,
): Notice {
  const { id, kind, entityRef, requestedBy, state, error } = operation;
  const { done, failed, cancelled } = words[language];
  const said = { succeeded: done, failed, cancelled }[state];
  const asked = isPerson(requestedBy) ? [requestedBy] : [];
  return {
    // What nobody asked for in person, such as a push, is the owners'.
    recipients: [...asked, ...(state === 'failed' || asked.length === 0 ? owners : [])],
    payload: {
      title: `${nameOf(entityRef)}: ${said[kind]}`,
      description: error ? cut(error.message) : outcomeOf(operation, language),
      link: hasLeft(operation) ? undefined : pageOf(entityRef),
      severity: severities[state],
      ...{ topic, scope: `operation:${id}` },
    },
  };
}

/** An agent asks something before it goes on, and who talks with it has gone. */
export function waitingOf(
  {
    runId,
    entityRef,
    userRef,
    previews,
  }: { runId: string; entityRef: string; userRef: string; previews?: boolean },
  language: Language,
): Notice {
  const { waits, waitsWhy } = words[language];
  return {
    recipients: isPerson(userRef) ? [userRef] : [],
    payload: {
      title: `${nameOf(entityRef)}: ${waits}`,
      description: waitsWhy,
      link: `${pageOf(entityRef)}/chat${previews ? '?preview' : ''}`,
      severity: 'high',
      ...{ topic, scope: `run:${runId}` },
    },
  };
}

const severities = { succeeded: 'normal', failed: 'high', cancelled: 'low' } as const;

const isPerson = (ref: string) => ref.startsWith('user:');
const nameOf = (entityRef: string) => parseEntityRef(entityRef).name;

function pageOf(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${[namespace, kind, name].map(encodeURIComponent).join('/')}`;
}

/** Whether a retirement took the entity out of the catalog, whatever it was asked to: then it has no page. */
const hasLeft = ({ kind, outputs }: EndedOperation) =>
  kind === 'retire' &&
  outputs !== undefined &&
  (outputs as OperationOutputs['retire']).removed.some(({ type }) => type === CATALOG_ENTITY);

function outcomeOf(operation: EndedOperation, language: Language): string | undefined {
  const { kind, input, outputs, requestedBy } = operation;
  const { commit, pushed, removed } = words[language];
  if (kind === 'retire') return removed((outputs as OperationOutputs['retire']).removed.length);
  if (kind !== 'make' && kind !== 'release' && kind !== 'preview') return undefined;
  const short = (input as OperationInputs['release']).source.commit.slice(0, 7);
  return isPerson(requestedBy) ? commit(short) : pushed(short);
}

const cut = (text: string) =>
  text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
