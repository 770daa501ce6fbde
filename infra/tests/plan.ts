/** What `tofu show -json` says of a plan, as far as it is read here. Source: OpenTofu's JSON output format. */
export interface Plan {
  resource_changes?: ResourceChange[];
}

interface ResourceChange {
  address: string;
  mode: 'managed' | 'data';
  change: {
    actions: ('no-op' | 'create' | 'read' | 'update' | 'delete')[];
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
  };
}

/** What a plan would do: `update azurerm_x.y: tags, sku`; empty when it would do nothing. */
export function changes(plan: Plan): string[] {
  return (plan.resource_changes ?? [])
    .filter(({ mode, change }) => mode === 'managed' && change.actions.join() !== 'no-op')
    .map(({ address, change }) => {
      const { before, after } = change;
      const differing =
        before && after
          ? Object.keys(after).filter(
              key => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
            )
          : [];
      return `${change.actions.join(' and ')} ${address}${differing.length ? `: ${differing.join(', ')}` : ''}`;
    });
}
