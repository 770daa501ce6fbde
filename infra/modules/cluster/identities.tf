# The cluster's own identity reaches its network and its private zone, its nodes pull images: nothing else.
resource "azurerm_user_assigned_identity" "control_plane" {
  name                = "uami-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_user_assigned_identity" "nodes" {
  name                = "uami-${var.name}-nodes"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

# AKS: "Private DNS Zone Contributor" on a zone of one's own; "Network Contributor" on the whole network, since AKS links the zone to it as
# well, and a link is the network's to allow, not the subnet's (https://learn.microsoft.com/azure/aks/private-clusters, hub and spoke);
# the same on the route table that userDefinedRouting follows.
locals {
  control_plane_roles = {
    zone    = { role = "Private DNS Zone Contributor", scope = var.private_dns_zone_id }
    network = { role = "Network Contributor", scope = var.virtual_network_id }
    routes  = { role = "Network Contributor", scope = var.route_table_id }
    nodes   = { role = "Managed Identity Operator", scope = azurerm_user_assigned_identity.nodes.id }
  }
}

resource "azurerm_role_assignment" "control_plane" {
  for_each = local.control_plane_roles

  scope                = each.value.scope
  role_definition_name = each.value.role
  principal_id         = azurerm_user_assigned_identity.control_plane.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_role_assignment" "pull" {
  scope                = var.registry_id
  role_definition_name = var.registry_pull_role
  principal_id         = azurerm_user_assigned_identity.nodes.principal_id
  principal_type       = "ServicePrincipal"
}
