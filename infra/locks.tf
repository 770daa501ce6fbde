# What nobody takes away by mistake, nor with the portal's identity, whose role removes identities, private endpoints and resource groups of
# the subscription (infra/roles).
#
# On these things and not on their groups: a lock on a group holds for all that lies on what is in it, and a retirement takes linkers off
# the cluster, records out of the private zones and assignments off a shared account. A group with one locked thing in it is not deleted
# ("the feature blocks the whole delete operation", https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources).
locals {
  locked = merge(
    {
      control-plane = module.cluster.identity_ids["control-plane"]
      nodes         = module.cluster.identity_ids["nodes"]
      registry      = module.registry_endpoint.id
      key-vault     = module.key_vault_endpoint.id
      vault         = module.key_vault.id
    },
    { for name, endpoint in module.monitoring_endpoint : "monitoring-${name}" => endpoint.id },
    var.gitops == null ? {} : { flux = module.gitops[0].identity_id },
    var.shared_foundry == null ? {} : { foundry = module.foundry_endpoint[0].id },
    var.playground == null ? {} : { playground = module.playground_endpoint[0].id },
    var.existing_hub != null ? {} : { hub = module.firewall[0].public_address_id },
    var.existing_hub != null || var.firewall.tls_inspection == null ? {} : { inspection = module.firewall[0].inspection_identity_id },
    var.existing_portal != null ? {} : {
      portal            = module.portal[0].id
      database          = module.database[0].id
      database-endpoint = module.database_endpoint[0].id
    },
  )
}

resource "azurerm_management_lock" "this" {
  for_each = local.locked

  name       = "private-ai"
  scope      = each.value
  lock_level = "CanNotDelete"
  notes      = "The private AI landing zone stands on it. `tofu destroy` takes this lock away first."

  # Last to be made and first to go: what lies on a locked thing could not be taken away either.
  depends_on = [
    module.cluster, module.gitops, module.diagnostics, module.portal, module.portal_rights, module.database, module.firewall,
    azurerm_role_assignment.portal_secrets,
  ]
}
