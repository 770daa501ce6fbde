import { CustomErrorBase } from '@backstage/errors';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { namesOf } from '../app/names';
import type { OwnerLookup } from '../app/owner';
import type { UserTokens } from '../userTokens/userTokens';
import { appChecks } from './appChecks';
import { checkAll, type Finding } from './checks';
import { parseApp } from '../operations/start';
import type { Work } from '../operations/work';

/** Something of an app is not as it should be: every failing check is named. */
class VerificationError extends CustomErrorBase {
  name = 'VerificationError' as const;
  readonly statusCode = 502;
}

/** Reads everything back, asks for the account's names in the cluster, and asks the agent one real question. */
export function createVerifyWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  owner: OwnerLookup;
  userTokens: UserTokens;
}): Work<'verify'> {
  return {
    kind: 'verify',
    writes: 'nothing',
    parse(input, zones) {
      const { app, of } = parseApp(input, zones);
      return { ...of, input: { app } };
    },
    async run({ operation, zone, signal, log }) {
      const { app: request } = operation.input;
      const owner = await deps.owner(request.owner);
      const checks = appChecks(
        { request, zone, owner, names: namesOf(request, zone) },
        {
          azure: deps.azure(zone),
          cluster: deps.cluster(zone),
          operationId: operation.id,
          userTokens: deps.userTokens,
          askedBy: operation.requestedBy,
          log,
        },
      );
      const findings = await checkAll(checks, {
        signal,
        tell({ name, ok, skipped, message }) {
          const level = skipped ? 'warn' : 'error';
          log(`${name}: ${message}`, ok ? 'info' : level);
        },
      });
      requireAll(findings, request.entityRef);
      return { checks: findings.map(({ name, ok, message }) => ({ name, ok, message })) };
    },
  };
}

/** @throws VerificationError with what is wrong, and after it what could not be looked at because of that */
function requireAll(findings: Finding[], entityRef: string): void {
  const wrong = findings.filter(({ ok, skipped }) => !ok && !skipped);
  const skipped = findings.filter(one => one.skipped);
  if (wrong.length + skipped.length === 0) return;
  const list = wrong.map(({ name, message }) => `${name}: ${message.replace(/\.$/, '')}`);
  const more = skipped.length
    ? ` Not checked for that reason: ${skipped.map(({ name }) => name).join(', ')}.`
    : '';
  throw new VerificationError(
    `${wrong.length} of ${findings.length} checks of ${entityRef} failed. ${list.join('; ')}.${more} Run provision and deploy again to bring them back, or ask the platform team.`,
  );
}
