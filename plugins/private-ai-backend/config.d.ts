export interface Config {
  privateAi?: {
    /**
     * The group whose members the portal's own policy (packages/backend) lets do everything; `group:default/platform-team` when left
     * out. With Microsoft Entra's directory its name is the group's object id.
     */
    platformTeam?: string;
    /** The portal's word about who asks, for the agents; needed as soon as there is a landing zone. */
    userTokens?: {
      /** The first with a private key signs; all are published to the apps when the portal starts. */
      keys: Array<{
        /** `kid` of the tokens and of the published key: letters, digits, dots and dashes. */
        keyId: string;
        /** PEM, EC on the curve P-256, without a passphrase. Read once, at the start. */
        privateKeyFile?: string;
        /** In its place, for a key that signs no more. */
        publicKeyFile?: string;
      }>;
    };
    /** What chats may cost the portal. */
    chat?: {
      /** Answers that stream at once; one more is refused with 429. */
      openRuns?: {
        /** Of one person, in all applications; 10 when left out. */
        user?: number;
        /** Of one application; 100 when left out. */
        app?: number;
        /** In one process of the portal; 1000 when left out. */
        process?: number;
      };
      /** Minutes after which an answer is stopped; 30 when left out, 1440 at most. */
      answerMinutes?: number;
      /** Characters of one conversation, 16,777,216 when left out; over it a new one is to be begun. */
      threadCharacters?: number;
      /** Seconds that running answers are given to end when the portal stops; 20 when left out, 86400 at most. */
      graceSeconds?: number;
    };
    /** What people are told through the portal's own notifications: operations that ended, agents that wait for an answer. */
    notifications?: {
      /** Whether they are; true when left out. False in a portal without @backstage/plugin-notifications-backend. */
      enabled?: boolean;
      /** In which language, for everybody: a notification is written once; `en` when left out. */
      language?: 'en' | 'ko';
    };
    /** How many days the portal's database keeps what it need not keep. */
    retention?: {
      /** Conversations, after the last question in them; 90 when left out. */
      chatDays?: number;
      /** Operations, after their end, as far as they decide nothing any more; 365 when left out. */
      operationDays?: number;
      /** The log of an operation, after its end; 30 when left out. */
      logDays?: number;
    };
    previews?: {
      /** Hours after which a preview of a commit is taken away by itself; 24 when left out, 744 at most. */
      hours?: number;
    };
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
        /** Certificates in PEM (`$file:` …) of the authorities that an inspecting firewall signs with: pods and builds trust them. */
        caBundle?: string;
      };
      aks: { clusterId: string };
      registry: {
        id: string;
        loginServer: string;
        /** Where the registry's own API answers; default `https://` and the login server. */
        endpoint?: string;
        /**
         * `tasks`: Azure Container Registry tasks build the published commit, in `agentPool` or as a trusted task.
         * `external`: the company's CI, or a builder in the spoke, pushes `<repository>:<first 12 characters of the commit>`
         * (docs/releases.md says which repository); the portal waits for it, `waitMinutes` (30) at most, and takes its digest.
         */
        build: { strategy: 'tasks' | 'external'; agentPool?: string; waitMinutes?: number };
        /**
         * Who may read and write images. `registry` (default): who has a role on the whole registry. `repositories`: each application gets
         * a builder, an identity that writes its repository and reads `bases`, and nothing else; the registry has to be in ABAC mode
         * (`roleAssignmentMode: AbacRepositoryPermissions`).
         */
        permissions?: 'registry' | 'repositories';
        /** How repositories' names begin that every builder may read, each with its last slash; default `library/`. */
        bases?: string[];
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
        /** Name of its deployment in the account of `playground`: people may try it in the form. It should be of the same SKU. */
        playground?: string;
      }>;
      /**
       * Where models are tried before anything is made: an account of Azure AI Foundry with deployments that everybody shares, which
       * the portal's identity asks (role Cognitive Services OpenAI User). Without it the form shows nothing of it.
       */
      playground?: {
        /** `https://<subdomain>.openai.azure.com`, or of a gateway before it: what stands before `/openai/v1/`. */
        endpoint: string;
      };
      /**
       * Skeletons of the template, `typescript` or `python`; default `typescript`. One with `unavailable`, a sentence, is shown
       * in the form and cannot be chosen.
       */
      runtimes?: Array<string | { name: string; unavailable?: string }>;
      /** Where made repositories are published. */
      git: {
        type: 'github' | 'azure' | 'gitlab' | 'gitea';
        host: string;
        /** `organisation/project` on Azure DevOps. */
        owner: string;
        /** Who may see a made repository, as far as the host makes a difference; default `private`. */
        visibility?: 'private' | 'internal' | 'public';
        /**
         * Whether people may name commits that are not on the repository's default branch (API, actions, AI clients); default
         * false: what is built and deployed has come through the company's reviews.
         */
        anyCommit?: boolean;
        /**
         * What the host signs its webhooks with, at least 16 characters; without it a push releases nothing by itself.
         * @visibility secret
         */
        webhookSecret?: string;
      };
      telemetry: {
        /** Where the OpenTelemetry operator is, and the zone's collector with its PodMonitor. */
        operatorNamespace: string;
        /**
         * OTLP over HTTP, as the pods reach it: `http://<name>-collector.<operatorNamespace>.svc.cluster.local:4318`, the Service
         * that the operator makes for the OpenTelemetryCollector `<name>`.
         */
        collectorEndpoint: string;
        /**
         * Who makes that collector and its PodMonitor: `landing-zone` (default; the portal only looks whether they are there), or
         * `portal`. Never both.
         */
        owner?: 'landing-zone' | 'portal';
        /** Seconds between two exports of an app's metrics; default 60. */
        exportIntervalSeconds?: number;
        /** Seconds between two scrapes of the collector, for the portal's PodMonitor; default 30. */
        scrapeIntervalSeconds?: number;
        /** Images of the instrumentations and of the portal's collector; the operator's own where left out. */
        images?: { python?: string; nodejs?: string; collector?: string };
      };
      metrics?: {
        /** Prometheus or Azure Monitor workspace query endpoint. */
        url: string;
        auth?: { type: 'none' | 'entra' };
        grafanaUrl?: string;
      };
      /** How the portal reaches an agent. `url` has `{service}`, `{namespace}`, `{port}`; default: the Kubernetes API's proxy. */
      agents?: {
        via: 'kubernetes-api' | 'url';
        /** `https://…` with {service}, {namespace}, {port}; `http://` only to a Service of the cluster (`….svc`). */
        url?: string;
        /** Takes any `http://`: what people ask, and the portal's word about who they are, is then read on the way. */
        insecure?: boolean;
        /**
         * From where gateway or portal reach the pods; needed with `url`. With `kubernetes-api` it stands in place of the
         * konnectivity agents, for a cluster whose API server lies in the network itself (its subnet in `cidrs`).
         */
        from?: { namespaces?: string[]; cidrs?: string[] };
      };
      guardrails?: {
        /** ClusterRole that the owner's Entra group gets in the app's namespace; default `view`. */
        ownerRole?: string;
        /** Version that Pod Security's `restricted` is pinned to, `v1.33` when left out; `latest` moves with the cluster. */
        podSecurityVersion?: string;
        /**
         * Namespaces that no application gets, such as that of the ingress or of the portal itself; `gateway`, `ingress-nginx` and
         * `portal` when left out. Those of Kubernetes, AKS and Flux, cert-manager, the operator's and those of `agents.from` are
         * reserved in any case.
         */
        reservedNamespaces?: string[];
        /**
         * What the whole namespace may take. Beside processors, memory and pods: `requests.ephemeral-storage` and
         * `limits.ephemeral-storage`, `requests.storage` and `persistentvolumeclaims` (none when left out), `count/configmaps`,
         * `count/services`, `count/deployments.apps`, `count/replicasets.apps`.
         */
        quota?: { [resource: string]: string };
        /** Of each container: what it gets that says nothing, and the most (`max`; the whole quota when left out). */
        limits?: {
          default?: { [r: string]: string };
          defaultRequest?: { [r: string]: string };
          max?: { [r: string]: string };
        };
      };
    }>;
  };
}
