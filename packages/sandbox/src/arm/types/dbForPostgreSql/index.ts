import type { ResourceType } from '../../resourceType.ts';
import { flexibleServer, serverAdministrator } from './flexibleServer.ts';

/** Microsoft.DBforPostgreSQL */
export const dbForPostgreSql: ResourceType[] = [flexibleServer, serverAdministrator];
