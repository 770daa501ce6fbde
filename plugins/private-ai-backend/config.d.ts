export interface Config {
  privateAi?: {
    landingZones: Array<{
      /** Lower-case letters, digits, dashes; what the annotation `private-ai/landing-zone` names. */
      name: string;
      title: string;
      azure: {
        tenantId: string;
        subscriptionId: string;
        /** Azure region, e.g. `koreacentral`. */
        location: string;
        /** Azure Resource Manager; default `https://management.azure.com`. */
        endpoint?: string;
        /** How the portal signs in; default: `@azure/identity`'s DefaultAzureCredential. */
        credential?: {
          type: 'default' | 'clientSecret';
          clientId?: string;
          /** @visibility secret */
          clientSecret?: string;
          /** Microsoft Entra's address, for sovereign clouds. */
          authorityHost?: string;
          /** For authorities that the public Entra does not know, and networks that do not reach it. */
          disableInstanceDiscovery?: boolean;
        };
      };
      /**
       * Patterns with `{app}`, the application's name. `resourceGroup` without `{app}` is a group that exists already
       * and is left as it is.
       */
      naming: {
        resourceGroup: string;
        identity: string;
        foundryAccount: string;
        /** Global, becomes DNS; a short hash of subscription and entity is appended where the pattern has `{hash}`. */
        foundrySubdomain: string;
        /** In the account; default `proj-{app}`. */
        foundryProject?: string;
        /**
         * May also use `{model}`, `{version}` and `{sku}`; what it leaves out is changed in place, except the model itself, which
         * Azure does not change. Not used with a shared account.
         */
        modelDeployment: string;
        privateEndpoint: string;
        /** `[a-z0-9_]` only; dashes of the name become underscores. */
        connector: string;
        namespace: string;
      };
      /**
       * `dedicated` (default): one account for each application. `shared`: all use the account `accountId`, which is there
       * already; the portal adds model deployments and roles to it, and leaves its settings and network alone.
       */
      foundry?: { account: 'dedicated' | 'shared'; accountId?: string };
      /** On every resource that takes tags, beside the portal's own. */
      tags?: { [name: string]: string };
      network: {
        privateEndpointSubnetId: string;
        /** `portal`: the portal writes the zone group. `managed`: a policy of the company does. */
        dnsPolicy?: 'portal' | 'managed';
        /** Ids of privatelink.cognitiveservices.azure.com, .openai.azure.com and .services.ai.azure.com. */
        dnsZoneIds?: { cognitiveServices: string; openAi: string; servicesAi: string };
        /** CIDR of the private-endpoint subnet, for the pods' network policy. */
        privateEndpointCidr: string;
      };
      aks: { clusterId: string };
      registry: {
        id: string;
        loginServer: string;
        /** `tasks`: Azure Container Registry tasks build the published commit. */
        build: { strategy: 'tasks'; agentPool?: string };
      };
      models: Array<{
        name: string;
        version: string;
        sku: string;
        /** Thousands of tokens a minute. */
        maxCapacity: number;
        defaultCapacity?: number;
        /** Per million tokens. */
        price?: { input: number; output: number; currency: string };
      }>;
      /** Skeletons of the template that may be chosen; default `typescript`. */
      runtimes?: string[];
      /** Where made repositories are published. */
      git: {
        type: 'github' | 'azure' | 'gitlab' | 'gitea';
        host: string;
        /** `organisation/project` on Azure DevOps. */
        owner: string;
        /** Who may see a made repository, as far as the host makes a difference; default `private`. */
        visibility?: 'private' | 'internal' | 'public';
      };
      telemetry: {
        operatorNamespace: string;
        /** OTLP over HTTP, as the pods reach it. */
        collectorEndpoint: string;
        /** Seconds between two exports of an app's metrics; default 60. */
        exportIntervalSeconds?: number;
      };
      metrics?: {
        /** Prometheus or Azure Monitor workspace query endpoint. */
        url: string;
        auth?: { type: 'none' | 'entra' };
        grafanaUrl?: string;
      };
      /** How the portal reaches an agent. `url` has `{service}`, `{namespace}`, `{port}`; default: the Kubernetes API's proxy. */
      agents?: { via: 'kubernetes-api' | 'url'; url?: string };
      guardrails?: {
        quota?: { [resource: string]: string };
        limits?: { default?: { [r: string]: string }; defaultRequest?: { [r: string]: string } };
      };
    }>;
  };
}
