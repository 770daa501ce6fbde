import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { azureDevOps } from './azureDevOps';
import { gitea } from './gitea';
import { github } from './github';
import { gitlab } from './gitlab';
import type { GitHost } from './host';

const hosts: Record<GitHostType, GitHost> = { github, azure: azureDevOps, gitlab, gitea };

/** The headers that their deliveries are known by. */
export const proofHeaders = [...new Set(Object.values(hosts).map(({ webhook }) => webhook.header))];

/** What the portal knows of a kind of git host. */
export const hostOf = (type: GitHostType): GitHost => hosts[type];
