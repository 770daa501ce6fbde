const plugin = 'plugins/private-ai-backend';

/** A key of the guard rails: the priority of an application's pods. */
export const key = {
  tests: ['src/config', 'src/kubernetes/deployment.test'],
  make({ edit }) {
    edit(
      `${plugin}/config.d.ts`,
      '      guardrails?: {\n',
      "        /** PriorityClass of an application's pods; the cluster's default where left out. */\n        priorityClass?: string;\n",
    );
    edit(
      `${plugin}/src/config/guardrails.ts`,
      '  ownerRole: string;\n',
      "  /** PriorityClass of an application's pods; the cluster's default where left out. */\n  priorityClass?: string;\n",
    );
    edit(
      `${plugin}/src/config/guardrails.ts`,
      '  return {\n',
      "    priorityClass: read.optional('guardrails.priorityClass', forms.dnsLabel),\n",
    );
    edit(
      `${plugin}/src/kubernetes/deployment.ts`,
      '          serviceAccountName: serviceAccountName(clientId),\n',
      '          ...(zone.guardrails.priorityClass && {\n            priorityClassName: zone.guardrails.priorityClass,\n          }),\n',
    );
    edit(
      `${plugin}/src/kubernetes/deployment.test.ts`,
      "describe('what the portal lays over a Deployment', () => {\n",
      `  it('has the pods run at the priority that the landing zone gives', () => {
    const guardrails = { ...app.zone.guardrails, priorityClass: 'agents' };
    const spec = { containers: [container] };
    const zone = { ...app.zone, guardrails };
    const made = deploymentFor(deployment(spec), { ...values, zone }).spec.template.spec;
    expect(made.priorityClassName).toBe('agents');
    expect(deploymentFor(deployment(spec), values).spec.template.spec).not.toHaveProperty(
      'priorityClassName',
    );
  });

`,
    );
  },
};
