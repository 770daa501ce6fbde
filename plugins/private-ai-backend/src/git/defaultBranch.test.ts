import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { landingZone } from '../testing/landingZone';
import { requireOnDefaultBranch } from './defaultBranch';

const [head, old, side] = ['a', 'c', 'b'].map(letter => letter.repeat(40));
const api = '/api/v1/repos/apps/weather';
const of = (sha: string) =>
  `${api}/commits?sha=${sha}&not=${head}&limit=1&stat=false&verification=false&files=false`;

describe('a commit that somebody names', () => {
  const answers: Parameters<typeof startAnsweringHost>[0] = {};
  let git: Awaited<ReturnType<typeof startAnsweringHost>>;
  beforeAll(async () => {
    git = await startAnsweringHost(answers);
  });
  afterAll(() => git.stop());
  beforeEach(() => {
    git.asked.length = 0;
    for (const path of Object.keys(answers)) delete answers[path];
    Object.assign(answers, {
      [api]: { empty: false, default_branch: 'main' },
      [`${api}/branches/main`]: { commit: { id: head } },
      [of(old)]: [],
      [of(side)]: [{ sha: side }],
    });
  });

  function requires(commit: string, anyCommit = false, waits: () => void = () => {}) {
    const zone = landingZone({ git: { host: git.host, anyCommit } });
    const one = { host: git.host, baseUrl: `http://${git.host}` };
    return requireOnDefaultBranch(
      { repoUrl: `${git.host}?owner=apps&repo=weather`, commit },
      zone,
      {
        integrations: integrationsOf({ gitea: [one] }),
        clock: { now: () => 0, random: () => 0, sleep: async () => waits() },
      },
    );
  }

  it('is on the default branch, at its head or before', async () => {
    await requires(head);
    await requires(old);
    expect(git.asked.map(({ url }) => url)).toEqual([
      ...[api, `${api}/branches/main`, api, `${api}/branches/main`, of(old)],
    ]);
  });

  it('is refused anywhere else, and where the host does not know it', async () => {
    for (const commit of [side, 'd'.repeat(40)])
      await expect(requires(commit)).rejects.toThrow(
        `The commit ${commit.slice(0, 12)} is not on the default branch of ${git.host}?owner=apps&repo=weather, and the landing zone Korea Central takes no other: merge it there first, and release then.`,
      );
  });

  it('is looked for again before it is refused: what was just pushed may not be everywhere', async () => {
    let waited = 0;
    await requires(side, false, () => {
      waited += 1;
      if (waited === 2) answers[of(side)] = [];
    });
    expect(waited).toBe(2);
  });

  it('may be any where the landing zone says so, and nobody is asked', async () => {
    await requires(side, true);
    expect(git.asked).toEqual([]);
  });

  it('is not refused for a host that has no answer', async () => {
    answers[of(side)] = 503;
    await expect(requires(side)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('has no answer at the moment (503)'),
    });
    answers[`${api}/branches/main`] = 401;
    await expect(requires(side)).rejects.toThrow(
      /could not be asked \(401\): check that the repository is there, and integrations\.gitea/,
    );
  });
});
