import type { LandingZone } from '../config/landingZone';
import { landingZone } from '../testing/landingZone';
import { parseAppRequest, requireAppRequest } from './request';

const zone: LandingZone = {
  ...landingZone({
    models: [
      {
        name: 'gpt-5.2',
        version: '2025-12-11',
        sku: 'GlobalStandard',
        maxCapacity: 100,
        defaultCapacity: 10,
      },
    ],
  }),
  runtimes: [{ name: 'typescript' }, { name: 'python', unavailable: 'No Python is here.' }],
};

const form = {
  name: 'weather',
  owner: 'group:default/app-team',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'You tell the weather.',
};

describe('what somebody asks for', () => {
  it('is read, with the entity filled in, and nothing that was not asked for', () => {
    const { request, problems } = parseAppRequest({ ...form, owner: 'app-team', more: 1 }, [zone]);
    expect(problems).toEqual([]);
    expect(request).toEqual({
      ...form,
      entityRef: 'component:default/weather',
      description: undefined,
      templateVersion: undefined,
    });
  });

  it.each([
    ['name', 'Weather', /3 to 24 lower-case letters, digits and dashes/],
    ['name', 'a'.repeat(25), /3 to 24/],
    ['name', '1st-app', /begins with a letter/],
    ['name', undefined, /3 to 24/],
    ['landingZone', 'moon', /There is no landing zone moon that you may use; there is: korea\./],
    ['landingZone', undefined, /Choose a landing zone\./],
    [
      'model',
      { ...form.model, name: 'gpt-9' },
      /does not offer gpt-9 2025-12-11 GlobalStandard; it offers: gpt-5\.2/,
    ],
    [
      'model',
      { ...form.model, capacity: 101 },
      /at most 100 thousand tokens a minute of gpt-5\.2 \(GlobalStandard\), not 101/,
    ],
    ['model', { ...form.model, capacity: 0.5 }, /whole number of thousands/],
    ['model', 'gpt-5.2', /Choose a model/],
    ['runtime', 'cobol', /Choose a runtime: typescript\./],
    ['runtime', 'python', /^No Python is here\.$/],
    ['owner', 'a:b:c/d/e', /Choose the team or person/],
    [
      'entityRef',
      'component:default/payroll',
      /component called weather, not component:default\/payroll/,
    ],
    ['entityRef', 'group:default/weather', /component called weather/],
    ['instructions', '', /what the agent is for/],
    ['instructions', 'x'.repeat(9000), /at most 8000 characters/],
  ])('%s: %j gets a sentence of its own', (field, value, says) => {
    const { request, problems } = parseAppRequest({ ...form, [field]: value }, [zone]);
    expect(request).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({ field, message: expect.stringMatching(says) }),
    ]);
  });

  it('refuses what the cluster keeps for itself, by the name that would come of it', () => {
    const { problems } = parseAppRequest({ ...form, name: 'default' }, [zone]);
    expect(problems).toEqual([
      expect.objectContaining({
        field: 'name',
        message: expect.stringContaining('namespace would be called "default"'),
      }),
    ]);
  });

  it.each([
    ...['sc-system', 'flux-system', 'gatekeeper-system', 'azure-arc', 'cert-manager', 'portal'],
    ...['opentelemetry-operator', 'ways-in', 'ours'],
  ])('refuses the namespace %s, which others of the cluster have or will have', name => {
    const telemetry = {
      operatorNamespace: 'opentelemetry-operator',
      collectorEndpoint: 'http://otel-collector.opentelemetry-operator.svc:4318',
    };
    const own = landingZone({ telemetry, agents: { from: { namespaces: ['ways-in'] } } });
    const guardrails = { reservedNamespaces: ['ours'] };
    const kept =
      name === 'ours'
        ? landingZone({ guardrails, models: zone.models as never })
        : { ...own, models: zone.models };
    expect(parseAppRequest({ ...form, name }, [kept]).problems).toEqual([
      expect.objectContaining({
        field: 'name',
        message: expect.stringContaining(`called "${name}", which is kept for`),
      }),
    ]);
    // Under another pattern it is no such namespace.
    const naming = { ...kept.naming, namespace: 'ai-{app}' };
    expect(parseAppRequest({ ...form, name }, [{ ...kept, naming }]).problems).toEqual([]);
  });

  it('is one error with every sentence where it must be right', () => {
    expect(() => requireAppRequest('nonsense', [zone])).toThrow(
      /Choose a landing zone\. A name has/,
    );
    expect(requireAppRequest(form, [zone]).zone).toBe(zone);
  });
});
