/** A kubeconfig as JSON, which every client reads; without `token` it says where the cluster is and leaves sign-in to the reader. */
export function kubeconfigOf(server: string, caPem: string, token?: string): string {
  const name = 'private-ai-sandbox';
  const user = token ? 'admin' : 'clusterUser';
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [
      {
        name,
        cluster: {
          server,
          'certificate-authority-data': Buffer.from(caPem).toString('base64'),
        },
      },
    ],
    users: [{ name: user, user: token ? { token } : {} }],
    contexts: [{ name, context: { cluster: name, user } }],
  });
}
