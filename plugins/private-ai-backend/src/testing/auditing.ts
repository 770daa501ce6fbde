import {
  coreServices,
  createServiceFactory,
  type AuditorService,
} from '@backstage/backend-plugin-api';
import { mockServices, ServiceFactoryTester } from '@backstage/backend-test-utils';

/** One line of the auditor's log. */
export interface Told {
  eventId: string;
  severityLevel: string;
  status: 'initiated' | 'succeeded' | 'failed';
  actor: { actorId?: string };
  meta?: Record<string, unknown>;
  error?: Error;
}

/** For tests: Backstage's own auditor, and all that it has written to the portal's log. */
export async function auditing(): Promise<{ auditor: AuditorService; told: Told[] }> {
  const told: Told[] = [];
  const keep = (line: unknown, more: object = {}) => {
    if ((line as Partial<Told>)?.status) told.push({ ...(line as Told), ...more });
  };
  const logger = mockServices.logger.mock({
    info: (_, event) => keep(event),
    // Of what failed it makes a logger of its own, and gives that the error.
    child: event => ({ ...logger, info: (_, error) => keep(event, { error }) }),
  });
  const auditLogger = mockServices.logger.mock({ child: () => logger });
  const tester = ServiceFactoryTester.from(mockServices.auditor.factory(), {
    dependencies: [
      createServiceFactory({ service: coreServices.logger, deps: {}, factory: () => auditLogger }),
    ],
  });
  return { auditor: await tester.getSubject('private-ai'), told };
}
