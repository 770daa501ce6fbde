import type { ArmResource } from '../azure/client';
import type { LandingZone } from '../config/landingZone';

/** What Service Connector and the agents need of the cluster. */
export function clusterProblems(zone: LandingZone, found: ArmResource | undefined): string[] {
  const title = `The AKS cluster ${zone.aks.clusterId.split('/').at(-1)}`;
  if (!found)
    return [
      `${title} does not exist: the platform team has to correct aks.clusterId of the landing zone ${zone.title}.`,
    ];
  const { provisioningState, powerState, oidcIssuerProfile, securityProfile } =
    found.properties as {
      provisioningState?: string;
      powerState?: { code?: string };
      oidcIssuerProfile?: { enabled?: boolean };
      securityProfile?: { workloadIdentity?: { enabled?: boolean } };
    };
  const stopped = powerState?.code !== undefined && powerState.code !== 'Running';
  return [
    ...(stopped
      ? [`${title} is ${powerState.code}: the platform team has to start it.`]
      : provisioningState === 'Succeeded'
        ? []
        : [
            `${title} is in the state ${provisioningState}, and Service Connector works only with one that is Succeeded: try again when its update has ended; the platform team has to repair it if that failed.`,
          ]),
    ...(oidcIssuerProfile?.enabled
      ? []
      : [
          `${title} has no OIDC issuer, so agents cannot sign in: the platform team has to turn it on (az aks update --enable-oidc-issuer).`,
        ]),
    ...(securityProfile?.workloadIdentity?.enabled
      ? []
      : [
          `${title} has no workload identity, so agents cannot sign in: the platform team has to turn it on (az aks update --enable-workload-identity).`,
        ]),
  ];
}
