import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { azureDevOps } from './azureDevOps';
import { gitea } from './gitea';
import { github } from './github';
import { gitlab } from './gitlab';
import type { GitHost } from './host';

const hosts: Record<GitHostType, GitHost> = { github, azure: azureDevOps, gitlab, gitea };

/** What the portal knows of a kind of git host. */
export const hostOf = (type: GitHostType): GitHost => hosts[type];
