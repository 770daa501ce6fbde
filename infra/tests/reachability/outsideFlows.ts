import {
  asking,
  builder,
  firewall,
  pod,
  portal,
  proxy,
  spoke,
  type Need,
  type Row,
} from './row.ts';

const route = `rt-${spoke}/to-firewall`;
const leaving = (from: string): Need[] => [...asking, [route, `${from} has no way out of its own`]];

/** A name of the Internet, by the firewall, which lets it pass by this rule; `needs` where another rule would as well. */
const outside = (
  what: string,
  to: string,
  rule: string,
  { needs = rule, from = pod }: { needs?: string; from?: string } = {},
): Row => ({
  what,
  flow: { from, to, port: 443 },
  hops: [from, proxy, 'public DNS', route, firewall, rule, 'Internet'],
  needs: [...leaving(from), [needs, 'App-Deny-All-Else/web']],
});

/** AKS's tag and rules of our own both name these. */
const twice = (what: string, to: string, from = pod) =>
  outside(what, to, 'App-Allow-Platform/aks', { needs: 'App-Allow-Platform', from });

const refused = (what: string, to: string, port: number, refusedBy: string, from = pod): Row => ({
  what,
  flow: {
    from,
    to,
    port,
    ...(refusedBy.endsWith('/not-tcp') ? { protocol: 'Udp' } : {}),
  },
  // An address is asked of nobody.
  hops: [from, ...(/^\d/.test(to) ? [] : [proxy, 'public DNS']), route, firewall],
  refusedBy,
});

const [graph, resourceManager] = ['graph.microsoft.com', 'management.azure.com'];
const packages = 'packages.contoso.example';
const entra = 'login.microsoftonline.com';
const web = 'App-Deny-All-Else/web';

/**
 * Ways by which anybody could carry data into a tenant or an account of their own: each open from where it is needed, and from nowhere
 * else.
 */
const ofFew = (): Row[] => [
  outside('portal → who people are', graph, 'App-Allow-Platform/directory', { from: portal }),
  refused('pod → Graph', graph, 443, web),
  refused('build → Graph', graph, 443, web, builder),
  twice('portal → Resource Manager', resourceManager, portal),
  refused('pod → Resource Manager', resourceManager, 443, 'App-Deny-Resource-Manager/applications'),
  refused(
    'pod → the same, in the clear',
    resourceManager,
    80,
    'App-Deny-Resource-Manager/applications',
  ),
  refused('build → Resource Manager', resourceManager, 443, web, builder),
  outside('build → package index', packages, 'pypi-and-cdn/packages', { from: builder }),
  refused('pod → package index', packages, 443, web),
  refused('portal → package index', packages, 443, web, portal),
];

/** What leaves the landing zone, and what does not. */
export const outsideFlows = (): Row[] => [
  ...ofFew(),
  outside('Flux → git', 'git.contoso.example', 'App-Allow-Company/git'),
  outside('portal → git', 'git.contoso.example', 'App-Allow-Company/git', { from: portal }),
  refused('build of the registry’s own → git', 'git.contoso.example', 443, web, builder),
  twice('pod → Entra', entra),
  twice('portal → Entra', entra, portal),
  outside('build → Entra', entra, 'App-Allow-Platform/entra', { from: builder }),
  twice('node → Azure’s images', 'mcr.microsoft.com'),
  outside(
    'extensions → their service',
    'koreacentral.dp.kubernetesconfiguration.azure.com',
    'App-Allow-Platform/extensions',
  ),
  foreignRegistry(),
  outside('policy add-on', 'data.policy.core.windows.net', 'App-Allow-Platform/policy'),
  {
    what: 'node → time',
    flow: { from: pod, to: 'ntp.ubuntu.com', port: 123, protocol: 'Udp' },
    hops: [pod, proxy, 'public DNS', route, firewall, 'Net-Allow-Time/ntp', 'Internet'],
    needs: [...leaving(pod), ['Net-Allow-Time/ntp', 'Net-Deny-All-Else/not-tcp']],
  },
  {
    // Neither route nor rule is asked: only a security rule for the tag AzurePlatformDNS would refuse it.
    what: 'pod → Azure’s DNS, past the firewall',
    flow: { from: pod, to: '168.63.129.16', port: 53, protocol: 'Udp' },
    hops: [pod, 'Azure’s own'],
  },

  refused('pod → anything else by name', 'example.org', 443, web),
  refused('portal → anything else by name', 'example.org', 443, web, portal),
  refused('pod → anything else, in the clear', 'example.org', 80, web),
  refused('build → an index that is not listed', 'index.example.org', 443, web, builder),
  refused('pod → a public registry', 'registry.example.org', 443, web),
  refused('pod → another port', 'example.org', 22, 'Net-Deny-All-Else/not-web'),
  refused('pod → another port of an address', '1.1.1.1', 22, 'Net-Deny-All-Else/not-web'),
  refused('pod → another’s DNS', '8.8.8.8', 53, 'Net-Deny-All-Else/not-tcp'),
  refused('pod → another’s DNS by TCP', '8.8.8.8', 53, 'Net-Deny-All-Else/not-web'),
];

/** Somebody else's registry, below a domain that we have a zone for: without the zone's fallback it has no address at all. */
function foreignRegistry(): Row {
  const to = 'arcmktplaceprod.azurecr.io';
  const none = `no record in privatelink.azurecr.io for ${to}`;
  const row = outside('extensions → their images', to, 'App-Allow-Platform/extensions');
  return {
    ...row,
    hops: row.hops.map(hop => (hop === 'public DNS' ? `public DNS: ${none}` : hop)),
    needs: [
      ...(row.needs ?? []),
      ['fallback of link of privatelink.azurecr.io', `${none}, and no fallback`],
    ],
  };
}
