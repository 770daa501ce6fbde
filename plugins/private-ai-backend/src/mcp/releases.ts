import type { AppReleases, Operation } from '@private-ai/plugin-private-ai-common';
import { appPath } from '../portalApi/appPath';
import { anOperation, idempotencyKeySchema, keyHeader, releasesSchema } from './schemas';
import { readOnly, writes, type To } from './to';

/** What runs, and bringing a commit to run. */
export function registerReleases({ registry, call }: To): void {
  registry.register({
    name: 'list-releases',
    title: 'List the releases of an application',
    description:
      'The images of an application that run or ran and what was tried in vain, newest first, with their commits, who asked for them and why they failed, and the newest commit of its repository. Asks private-ai.app.read on the entity.',
    attributes: readOnly,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
        }),
      output: z => releasesSchema(z),
    },
    async action({ credentials, input: { entityRef } }) {
      return { output: await call<AppReleases>(credentials, `${appPath(entityRef)}/releases`) };
    },
  });

  registry.register({
    name: 'release-app',
    title: 'Release an application',
    description:
      'Starts to bring a commit to run: build, deployment and verification; or goes back to an image of list-releases. get-operation follows it. Asks private-ai.app.update on the entity.',
    attributes: writes,
    schema: {
      input: z =>
        z.object({
          entityRef: z.string().describe('The application, such as component:default/weather'),
          commit: z
            .string()
            .optional()
            .describe("A full hash; the newest of the default branch, or the image's own"),
          image: z
            .string()
            .optional()
            .describe('An image of the application by its digest, in place of a build'),
          idempotencyKey: idempotencyKeySchema(z),
        }),
      output: anOperation,
    },
    async action({ credentials, input: { entityRef, commit, image, idempotencyKey } }) {
      const operation = await call<Operation>(credentials, `${appPath(entityRef)}/releases`, {
        body: { commit, image },
        headers: keyHeader(idempotencyKey),
      });
      return { output: { operation } };
    },
  });
}
