const plugin = 'plugins/private-ai-backend/src';
const texts = 'plugins/private-ai/src/translations';
const types = 'packages/sandbox/src/arm/types';

/** A type of resource: a list of words that an application's own account refuses. */
export const resource = {
  tests: [
    'src/resources',
    'src/provisioning/appGraph',
    'src/provisioning/sentBodies',
    'src/preflight/checks',
    'src/retirement/retirement',
    'src/verification/verify',
    'src/translations',
  ],
  make({ write, edit, run }) {
    edit(
      'plugins/private-ai-common/src/api/resources.ts',
      "  'foundry-project',\n",
      "  'content-blocklist',\n",
    );
    edit(
      `${texts}/en.ts`,
      "    'foundry-project': 'Foundry project',\n",
      "    'content-blocklist': 'Refused words',\n",
    );
    edit(
      `${texts}/ko.ts`,
      "  'resources.foundry-project': 'Foundry 프로젝트',\n",
      "  'resources.content-blocklist': '차단 단어 목록',\n",
    );
    edit(
      `${plugin}/azure/resourceTypes.ts`,
      '  modelDeployment: {\n',
      `  contentBlocklist: {
    type: 'Microsoft.CognitiveServices/accounts/raiBlocklists',
    title: 'content blocklist',
    apiVersion: cognitiveServices,
  },
`,
      { before: true },
    );
    write(
      `${plugin}/resources/contentBlocklist.ts`,
      `import { foundryAccountId } from '../azure/foundryAccount';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { privateAiTags } from '../azure/tags';
import { resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import { hasOwnAccount, type NamedInAzure } from './descriptor';

const type = resourceTypes.contentBlocklist;

/** Words that the account's models neither take nor say; the platform team fills it in. */
export const contentBlocklist: NamedInAzure = {
  in: 'azure',
  id: 'content-blocklist',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['foundry-account'],
  within: 'foundry-account',
  isMade: hasOwnAccount,
  name: () => 'refused-words',
  armId: app => \`\${foundryAccountId(app)}/raiBlocklists/refused-words\`,
  made: (app, { azure: { arm } }) =>
    resource(
      armResource(contentBlocklist, app, {
        arm,
        body: () => ({
          tags: privateAiTags(app),
          properties: { description: 'What the platform team lets no model take or say.' },
        }),
        isTagged: true,
      }),
    ),
  foundBy: 'parent',
  oneAtATime: true,
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};
`,
    );
    edit(
      `${plugin}/resources/descriptors.ts`,
      "import { isMade, type Descriptor, type Placed, type ZoneResource } from './descriptor';\n",
      "import { contentBlocklist } from './contentBlocklist';\n",
      { before: true },
    );
    edit(
      `${plugin}/resources/descriptors.ts`,
      "  'foundry-project': foundryProject,\n",
      "  'content-blocklist': contentBlocklist,\n",
    );
    edit(
      `${plugin}/provisioning/appGraph.test.ts`,
      "      ['foundry-project', ['foundry-account']],\n",
      "      ['content-blocklist', ['foundry-account']],\n",
    );
    edit(
      `${plugin}/provisioning/appGraph.test.ts`,
      "        ...['private-endpoint', 'dns-zone-group'],\n",
      "        'content-blocklist',\n",
    );
    // The stand-in's own type.
    write(
      `${types}/cognitiveServices/contentBlocklist.ts`,
      `import type { ResourceType } from '../../resourceType.ts';

export const contentBlocklist: ResourceType = {
  type: 'Microsoft.CognitiveServices/accounts/raiBlocklists',
  tagged: true,
  etag: true,
  stateless: true,
};
`,
    );
    edit(
      `${types}/index.ts`,
      "import { deletedAccount } from './cognitiveServices/deletedAccount.ts';\n",
      "import { contentBlocklist } from './cognitiveServices/contentBlocklist.ts';\n",
      { before: true },
    );
    edit(`${types}/index.ts`, '  cognitiveAccount,\n', '  contentBlocklist,\n');
    run('npm', 'run', 'docs');
    run('npm', 'run', 'api');
  },
};
