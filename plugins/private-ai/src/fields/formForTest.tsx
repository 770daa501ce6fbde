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
import { Suspense, type ComponentProps } from 'react';
import { parse } from 'yaml';
import { fakePortal } from '../testing/fakePortal';
import { AppField } from './AppField';
import { DescriptionField } from './DescriptionField';
import { framed } from './framed';
import { InstructionsField } from './InstructionsField';
import { LandingZoneField } from './LandingZoneField';
import { ModelField } from './ModelField';
import { NameField } from './NameField';
import { OwnerField } from './OwnerField';
import { PlanField } from './PlanField';
import { PlaygroundField } from './PlaygroundField';
import { RepositoryField } from './RepositoryField';
import { RuntimeField } from './RuntimeField';
import {
  validateApp,
  validateDescription,
  validateInstructions,
  validateLandingZone,
  validateModel,
  validateName,
  validateOwner,
  validatePlan,
  validateRuntime,
} from './validators';

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
const entity = (kind: string, name: string, title?: string, owner?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default', ...(title && { title }) },
  spec: {},
  relations: owner ? [{ type: 'ownedBy', targetRef: owner }] : [],
});
/** An application: an entity that says where it lives. */
const app = (name: string, owner: string) => {
  const { metadata, ...rest } = entity('Component', name, undefined, owner);
  return {
    ...rest,
    metadata: { ...metadata, annotations: { [ANNOTATION_LANDING_ZONE]: 'korea' } },
  };
};
const catalog = catalogApiMock({
  entities: [
    entity('Group', 'team-a', 'Team A'),
    entity('Group', 'team-b', 'Team B'),
    entity('Group', 'others', 'Others'),
    entity('User', 'ana', 'Ana'),
    app('weather', 'group:default/team-a'),
    app('payroll', 'group:default/others'),
    entity('Component', 'library', undefined, 'group:default/team-a'),
  ],
});

const extensions = [
  { name: 'PrivateAiName', component: framed(NameField), validation: validateName },
  { name: 'PrivateAiOwner', component: framed(OwnerField), validation: validateOwner },
  {
    name: 'PrivateAiDescription',
    component: framed(DescriptionField),
    validation: validateDescription,
  },
  {
    name: 'PrivateAiLandingZone',
    component: framed(LandingZoneField),
    validation: validateLandingZone,
  },
  { name: 'PrivateAiModel', component: framed(ModelField), validation: validateModel },
  { name: 'PrivateAiRuntime', component: framed(RuntimeField), validation: validateRuntime },
  { name: 'PrivateAiPlayground', component: framed(PlaygroundField) },
  { name: 'PrivateAiRepository', component: framed(RepositoryField) },
  { name: 'PrivateAiApp', component: framed(AppField, { tells: false }), validation: validateApp },
  {
    name: 'PrivateAiInstructions',
    component: framed(InstructionsField),
    validation: validateInstructions,
  },
  {
    name: 'PrivateAiPlan',
    component: framed(PlanField, { tells: false }),
    validation: validatePlan,
  },
] as FieldExtensionOptions<unknown, unknown>[];

type StepperProps = ComponentProps<typeof Stepper>;

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
    mayAll = false,
    language = 'en',
  }: {
    initialState?: StepperProps['initialState'];
    teams?: string[];
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
      <Stepper
        manifest={manifest}
        extensions={extensions}
        onCreate={onCreate}
        initialState={initialState}
        formProps={{ EXPERIMENTAL_theme: 'bui' }}
      />
    </Suspense>,
    {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [portal.api, catalog, mockApis.permission({ authorize }), identity],
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
