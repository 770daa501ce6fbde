import { runPod } from '../kubernetes/runPod';
import { startAppInSandbox } from '../testing/appInSandbox';
import { until } from '../testing/until';
import { lookupPod } from './lookupPod';
import { inNamespace, lookupPods, signal, verify, type World } from './verifyForTest';

let world: World;

beforeAll(async () => {
  world = await startAppInSandbox();
});
afterAll(() => world?.stop());

describe('the pod that looks names up', () => {
  const deployed = async () =>
    (await world.cluster.get(inNamespace('Deployment', 'weather', 'apps/v1')))!;
  const podOf = async (operationId: string) =>
    lookupPod(world.app, { deployment: await deployed(), hosts: ['localhost'], operationId });

  it('is gone after a cancel, too', async () => {
    const cancel = new AbortController();
    const verifying = verify(world, { signal: cancel.signal });
    await until('it is there', async () => (await lookupPods(world)).length > 0);
    cancel.abort();
    expect((await verifying).error).toMatchObject({ name: 'AbortError' });
    await until('it goes', async () =>
      (await lookupPods(world)).every(({ metadata }) => 'deletionTimestamp' in metadata),
    );
  });

  it('that a killed replica left is removed by the next run, another operation’s is not', async () => {
    const left = await podOf('the-operation');
    const others = await podOf('another-operation');
    await Promise.all([left, others].map(one => world.cluster.apply(one)));
    expect((await verify(world)).error).toBeUndefined();
    const there = (await lookupPods(world)).map(({ metadata }) => metadata.name);
    expect(there).toEqual([others.metadata.name]);
    await world.cluster.remove(inNamespace('Pod', others.metadata.name));
  });

  it('is neither the Service’s nor the Deployment’s, and signs in nowhere', async () => {
    const pod = await podOf('x');
    const selectors = [
      (await deployed()).spec.selector.matchLabels,
      (await world.cluster.get(inNamespace('Service', 'weather')))?.spec.selector,
    ];
    for (const selector of selectors)
      expect(Object.keys(pod.metadata.labels!)).not.toEqual(
        expect.arrayContaining(Object.keys(selector)),
      );
    expect(pod.spec).toMatchObject({ automountServiceAccountToken: false });
    expect(pod.metadata.labels).not.toHaveProperty('private-ai-entity');
  });

  it.each([
    ['has no image', { image: 'acrcontosokrc01.azurecr.io/private-ai/none:1' }, /cannot be pulled/],
    ['fails', { command: ['node', '-e', "throw new Error('no way')"] }, /exit code 1.*no way/s],
    ['is too large', { resources: { limits: { cpu: '99', memory: '64Mi' } } }, /limits\.max/],
    ['never ends', { command: ['node', '-e', 'setInterval(() => {}, 9)'] }, /not come to its end/],
  ])('says why it %s', async (why, change, sentence) => {
    const pod = await podOf('x');
    Object.assign(pod.spec.containers[0], change);
    const log: string[] = [];
    const options = {
      signal,
      log: (line: string) => log.push(line),
      // However long this machine takes for what does come.
      deadlineMs: why === 'never ends' ? 1_000 : 180_000,
      patienceMs: 500,
    };
    await expect(runPod(world.cluster, pod, options)).rejects.toThrow(sentence);
    expect(log).toEqual([]);
  });
});
