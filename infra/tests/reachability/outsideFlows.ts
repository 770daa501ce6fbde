import { asking, firewall, pod, proxy, spoke, type Need, type Row } from './row.ts';

const route = `rt-${spoke}/to-firewall`;
const leaving: Need[] = [...asking, [route, `${pod} has no way out of its own`]];

/** A name of the Internet, by the firewall, which lets it pass by this rule; `needs` where another rule would as well. */
const outside = (what: string, to: string, rule: string, needs = rule): Row => ({
  what,
  flow: { from: pod, to, port: 443 },
  hops: [pod, proxy, 'public DNS', route, firewall, rule, 'Internet'],
  needs: [...leaving, [needs, 'App-Deny-All-Else/web']],
});

/** AKS's tag and rules of our own both name these. */
const twice = (what: string, to: string) =>
  outside(what, to, 'App-Allow-Platform/aks', 'App-Allow-Platform');

const refused = (what: string, to: string, port: number, refusedBy: string): Row => ({
  what,
  flow: {
    from: pod,
    to,
    port,
    ...(refusedBy.endsWith('/not-tcp') ? { protocol: 'Udp' } : {}),
  },
  // An address is asked of nobody.
  hops: [pod, ...(/^\d/.test(to) ? [] : [proxy, 'public DNS']), route, firewall],
  refusedBy,
});

/** What leaves the landing zone, and what does not. */
export const outsideFlows = (): Row[] => [
  outside('build → package index', 'packages.contoso.example', 'pypi-and-cdn/packages'),
  outside('Flux and portal → git', 'git.contoso.example', 'App-Allow-Company/git'),
  twice('pod → Entra', 'login.microsoftonline.com'),
  outside('portal → who signed in', 'graph.microsoft.com', 'App-Allow-Platform/entra'),
  twice('portal → Resource Manager', 'management.azure.com'),
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
    needs: [...leaving, ['Net-Allow-Time/ntp', 'Net-Deny-All-Else/not-tcp']],
  },
  {
    // Neither route nor rule is asked: only a security rule for the tag AzurePlatformDNS would refuse it.
    what: 'pod → Azure’s DNS, past the firewall',
    flow: { from: pod, to: '168.63.129.16', port: 53, protocol: 'Udp' },
    hops: [pod, 'Azure’s own'],
  },

  refused('pod → anything else by name', 'example.org', 443, 'App-Deny-All-Else/web'),
  refused('pod → anything else, in the clear', 'example.org', 80, 'App-Deny-All-Else/web'),
  refused('pod → an index that is not listed', 'index.example.org', 443, 'App-Deny-All-Else/web'),
  refused('pod → a public registry', 'registry.example.org', 443, 'App-Deny-All-Else/web'),
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
