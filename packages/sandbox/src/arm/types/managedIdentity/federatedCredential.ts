import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

const most = 20;

export const federatedCredential: ResourceType = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
  stateless: true,
  // As clients were answered: github.com/hashicorp/terraform-provider-azurerm/issues/19968
  oneAtATime: {
    seconds: 1,
    refusal: identity =>
      new ArmError(
        409,
        'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity',
        `Too many Federated Identity Credentials are written concurrently for the managed identity '${identity}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`,
      ),
  },
  prepare({ id, body, arm }) {
    const { issuer, subject, audiences } = body.properties ?? {};
    if (!issuer || !subject || !Array.isArray(audiences) || audiences.length !== 1) {
      throw new ArmError(
        400,
        'BadRequest',
        'The federated identity credential needs an issuer, a subject and exactly one audience.',
      );
    }
    const others = arm
      .list(id.parent, id.type)
      .filter(other => other.name.toLowerCase() !== id.name.toLowerCase());
    const twin = others.find(
      o => o.properties.issuer === issuer && o.properties.subject === subject,
    );
    if (twin) {
      throw new ArmError(
        409,
        'Conflict',
        `Issuer and subject combination already exists for this Managed Identity in the federated identity credential '${twin.name}'.`,
      );
    }
    if (others.length >= most) {
      throw new ArmError(
        400,
        'BadRequest',
        `Too many Federated Identity Credentials on this identity: the limit is ${most}.`,
      );
    }
    return { issuer, subject, audiences };
  },
};
