import { application } from '../testing/app';

/** The files of a commit that brings more than a Deployment. */
export const files = {
  'catalog-info.yaml': `kind: Component\nmetadata: { name: ${application().request.name} }\n`,
  'manifests/deployment.yaml': `
apiVersion: apps/v1
kind: Deployment
metadata: { name: weather }
spec:
  replicas: 2
  selector: { matchLabels: { app: weather } }
  template:
    metadata: { labels: { app: weather } }
    spec:
      containers: [{ name: app, image: placeholder, resources: { requests: { cpu: 500m } } }]`,
  'manifests/service.yaml': `
apiVersion: v1
kind: Service
metadata: { name: weather }
spec: { selector: { app: weather } }`,
  'manifests/tone.yaml': `
apiVersion: v1
kind: ConfigMap
metadata: { name: tone }
data: { tone: dry }`,
  'manifests/scale.yaml': `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: weather }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: weather } } }`,
};
