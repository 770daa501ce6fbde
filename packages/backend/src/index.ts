import { createBackend } from '@backstage/backend-defaults';
import { developmentSignIn } from './auth/developmentSignIn';
import { directory } from './directory/directory';
import { rootHttpRouter } from './http/rootHttpRouter';
import { permissionPolicy } from './permissions/policy';
import { startInTurn } from './startInTurn';

const backend = createBackend();

backend.add(rootHttpRouter);
backend.add(startInTurn);
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-microsoft-provider'));
backend.add(developmentSignIn);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(permissionPolicy);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-msgraph'));
backend.add(directory);
backend.add(import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'));
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-azure'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitea'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitlab'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@private-ai/plugin-private-ai-backend'));

// A start that fails would leave a process that is never ready. Gone, it is started again.
backend.start().catch(error => {
  console.error(`The portal could not start: ${error.message}`);
  process.exit(1);
});
