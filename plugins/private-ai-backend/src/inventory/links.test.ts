import { locateApp } from '../app/location';
import { integrationsOf } from '../testing/answeringHost';
import { linksOf } from './links';
import { account, entity, made, service, zone } from './worldForTest';

const git = { ...zone.git, type: 'github', host: 'github.com', owner: 'contoso' } as const;
const endpoint = 'https://management.azure.com';
const here = { ...zone, git, azure: { ...zone.azure, endpoint }, metrics: undefined };
const source = (path: string) => ({
  'backstage.io/source-location': `url:https://github.com/${path}`,
});
const of = (annotations: Record<string, string>, where: typeof zone = here) => {
  const app = entity(annotations);
  return linksOf(app, locateApp(app, [where]), integrationsOf({}));
};
const portal = `https://portal.azure.com/#@${zone.azure.tenantId}/resource`;

describe('the links of an app', () => {
  it('lead to its repository, and to its own resource group and account in the tenant', () => {
    const grafanaUrl = 'https://grafana.example/d/private-ai';
    const metrics = { url: 'https://prometheus.example', auth: 'none' as const, grafanaUrl };
    expect(of({ ...made, ...source('contoso/weather/tree/main/') }, { ...here, metrics })).toEqual([
      { id: 'repository', url: 'https://github.com/contoso/weather' },
      { id: 'azure-group', url: `${portal}${account.split('/providers')[0]}` },
      { id: 'azure-account', url: `${portal}${account}` },
      { id: 'grafana', url: grafanaUrl },
    ]);
  });

  it('are none to what is another’s, to another cloud’s portal, and to what it has not', () => {
    expect(of({ ...service, ...source('others/weather/tree/main/') })).toEqual([]);
    const azure = { ...here.azure, endpoint: 'https://management.chinacloudapi.cn' };
    expect(of(made, { ...here, azure })).toEqual([]);
  });

  it('lead to an account that others use, too, where it is', () => {
    const accountId = account.replace('rg-weather', 'rg-shared');
    const foundry = { account: 'shared', accountId } as const;
    const shared = of(made, { ...here, foundry });
    expect(shared).toContainEqual({ id: 'azure-account', url: `${portal}${accountId}` });
    expect(shared).toContainEqual({
      id: 'azure-group',
      url: `${portal}${account.split('/providers')[0]}`,
    });
  });
});
