import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { AfterwardsDeps } from '../retirement/afterwards';
import { integrationsOf } from './answeringHost';

/** What a retirement does at its end, of a catalog that knows nothing. */
export const afterForTest = (): AfterwardsDeps => ({
  auth: mockServices.auth(),
  auditor: mockServices.auditor.mock(),
  catalog: catalogServiceMock(),
  integrations: integrationsOf({}),
});
