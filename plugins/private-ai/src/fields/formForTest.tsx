import type { Entity } from '@backstage/catalog-model';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import {
  ANNOTATION_LANDING_ZONE,
  type LandingZoneOffer,
} from '@private-ai/plugin-private-ai-common';
import userEvent from '@testing-library/user-event';
import { lazy, Suspense, type ComponentProps } from 'react';
import { parse } from 'yaml';
import { fakePortal } from '../testing/fakePortal';
import { fields } from './formFields';

/** The zone that the forms offer. */
export const korea: LandingZoneOffer = {
  name: 'korea',
  title: 'Korea Central',
  location: 'koreacentral',
  runtimes: [
    { name: 'python', unavailable: 'This landing zone has no Python images yet.' },
    { name: 'typescript' },
  ],
  git: { type: 'gitea', host: 'git.example:7442', owner: 'apps', visibility: 'private' },
  models: [
    {
      name: 'gpt-5.2',
      version: '2025-12-11',
      sku: 'GlobalStandard',
      processing: 'global',
      maxCapacity: 100,
      defaultCapacity: 10,
    },
    {
      name: 'gpt-4.1-mini',
      version: '2025-04-14',
      sku: 'Standard',
      processing: 'regional',
      maxCapacity: 30,
      defaultCapacity: 10,
    },
  ],
};
export const entity = (kind: string, name: string, title?: string, owner?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default', ...(title && { title }) },
  spec: {},
  relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
});
/** An application: an entity that says where it lives. */
export const app = (name: string, owner: string) => {
  const { metadata, ...rest } = entity('Component', name, undefined, owner);
  return {
    ...rest,
    metadata: { ...metadata, annotations: { [ANNOTATION_LANDING_ZONE]: 'korea' } },
  };
};
const entities = [
  entity('Group', 'team-a', 'Team A'),
  entity('Group', 'team-b', 'Team B'),
  entity('Group', 'others', 'Others'),
  entity('User', 'ana', 'Ana'),
  app('weather', 'group:default/team-a'),
  app('payroll', 'group:default/others'),
  entity('Component', 'library', undefined, 'group:default/team-a'),
];

type StepperProps = ComponentProps<typeof Stepper>;

/** With the fields that the app registers. */
const LoadedStepper = lazy(async () => {
  const loaded = await Promise.all(fields.map(({ field }) => field()));
  // To the scaffolder alone a field tells what it is made of.
  const extensions = loaded as unknown as FieldExtensionOptions<unknown, unknown>[];
  return {
    default: (props: Omit<StepperProps, 'extensions'>) => (
      <Stepper {...props} extensions={extensions} />
    ),
  };
});

/** The form of a template as it is. */
export function formOf(template: string): StepperProps['manifest'] {
  const { metadata, spec } = parse(template);
  return {
    title: metadata.title,
    presentation: spec.presentation,
    steps: spec.parameters.map((schema: { title: string }) => ({ title: schema.title, schema })),
  };
}

/** What the form shows, all of it. */
export const shown = () =>
  [...document.querySelector('form')!.children]
    .filter(part => !(part as HTMLElement).hidden)
    .map(({ textContent }) => textContent)
    .join(' ');

/**
 * The scaffolder's own stepper with our fields, in front of a backend that answers from a table.
 * @param options - `teams` of Ana, who fills it in; `mayAll`: as the platform team may
 */
export function renderStepper(
  manifest: StepperProps['manifest'],
  routes: Parameters<typeof fakePortal>[0],
  {
    initialState,
    teams = ['team-a'],
    more = [],
    mayAll = false,
    language = 'en',
  }: {
    initialState?: StepperProps['initialState'];
    teams?: string[];
    /** Entities beside those that are always there. */
    more?: Entity[];
    mayAll?: boolean;
    language?: string;
  } = {},
) {
  const portal = fakePortal({ 'GET /landing-zones': { items: [korea] }, ...routes });
  const onCreate = jest.fn(async () => undefined);
  const identity = mockApis.identity({
    userEntityRef: 'user:default/ana',
    ownershipEntityRefs: ['user:default/ana', ...teams.map(name => `group:default/${name}`)],
  });
  const authorize = mayAll ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  localStorage.setItem('language', language);
  renderInTestApp(
    // As the app does around every page: other languages are loaded when they are first shown.
    <Suspense fallback="">
      <LoadedStepper
        manifest={manifest}
        onCreate={onCreate}
        initialState={initialState}
        formProps={{ EXPERIMENTAL_theme: 'bui' }}
      />
    </Suspense>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        portal.api,
        catalogApiMock({ entities: [...entities, ...more] }),
        mockApis.permission({ authorize }),
        identity,
      ],
      config: {
        app: {
          extensions: [
            { 'api:app/app-language': { config: { availableLanguages: ['en', 'ko'] } } },
          ],
        },
      },
    },
  );
  return { ...portal, onCreate, user: userEvent.setup() };
}
