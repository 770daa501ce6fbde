import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import type { FieldExtensionOptions } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import type { LandingZoneOffer } from '@private-ai/plugin-private-ai-common';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { fakePortal } from '../testing/fakePortal';
import { AppField } from './AppField';
import { validateModel, validateName, validatePlan } from './formFields';
import { InstructionsField } from './InstructionsField';
import { LandingZoneField } from './LandingZoneField';
import { ModelField } from './ModelField';
import { NameField } from './NameField';
import { PlanField } from './PlanField';
import { RepositoryField } from './RepositoryField';
import { RuntimeField } from './RuntimeField';

/** The zone that the forms offer. */
const korea: LandingZoneOffer = {
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
const catalog = catalogApiMock({
  entities: [
    { apiVersion: 'backstage.io/v1alpha1', kind: 'Component', metadata: { name: 'weather' } },
  ],
});

const extensions = [
  { name: 'PrivateAiName', component: NameField, validation: validateName },
  { name: 'PrivateAiLandingZone', component: LandingZoneField },
  { name: 'PrivateAiModel', component: ModelField, validation: validateModel },
  { name: 'PrivateAiRuntime', component: RuntimeField },
  { name: 'PrivateAiRepository', component: RepositoryField },
  { name: 'PrivateAiApp', component: AppField },
  { name: 'PrivateAiInstructions', component: InstructionsField },
  { name: 'PrivateAiPlan', component: PlanField, validation: validatePlan },
] as FieldExtensionOptions<unknown, unknown>[];

type StepperProps = ComponentProps<typeof Stepper>;

/** The scaffolder's own stepper with our fields, in front of a backend that answers from a table. */
export function renderStepper(
  manifest: StepperProps['manifest'],
  routes: Parameters<typeof fakePortal>[0],
  initialState?: StepperProps['initialState'],
) {
  const portal = fakePortal({ 'GET /landing-zones': { items: [korea] }, ...routes });
  const onCreate = jest.fn(async () => undefined);
  renderInTestApp(
    <Stepper
      manifest={manifest}
      extensions={extensions}
      onCreate={onCreate}
      initialState={initialState}
      formProps={{ EXPERIMENTAL_theme: 'bui' }}
    />,
    { apis: [portal.api, catalog, mockApis.permission()] },
  );
  return { ...portal, onCreate, user: userEvent.setup() };
}
