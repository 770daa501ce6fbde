import { core, either, flag, list, map, number, struct, text, type Schema } from './schema.ts';

const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

/** What custom resources take from a pod, where their schemas differ from the core group's (an empty name is filled in). */
export const quantity = either({ pattern: quantityPattern });

/** One key of a Secret or ConfigMap. */
export const keyOf: Schema = struct(
  { key: text(), name: text({ default: '' }), optional: flag },
  ['key'],
  { atomic: true },
);

export const environment = list(
  struct(
    {
      name: text(),
      value: text(),
      valueFrom: struct({
        configMapKeyRef: keyOf,
        secretKeyRef: keyOf,
        fieldRef: struct({ apiVersion: text(), fieldPath: text() }, ['fieldPath'], {
          atomic: true,
        }),
        resourceFieldRef: struct(
          { containerName: text(), divisor: quantity, resource: text() },
          ['resource'],
          { atomic: true },
        ),
        fileKeyRef: struct(
          {
            key: text(),
            optional: { ...flag, default: false },
            path: text(),
            volumeName: text(),
          },
          ['key', 'path', 'volumeName'],
          { atomic: true },
        ),
      }),
    },
    ['name'],
  ),
);

export const resources = struct({
  claims: list(struct({ name: text(), request: text() }, ['name']), { keys: ['name'] }),
  limits: map(quantity),
  requests: map(quantity),
});

export const securityContext = core('SecurityContext');

export const tolerations = list(
  struct({
    key: text(),
    operator: text(),
    value: text(),
    effect: text(),
    tolerationSeconds: number(),
  }),
);

export const labelSelector = struct(
  {
    matchLabels: map(text()),
    matchExpressions: list(
      struct({ key: text(), operator: text(), values: list(text()) }, ['key', 'operator']),
    ),
  },
  [],
  { atomic: true },
);
