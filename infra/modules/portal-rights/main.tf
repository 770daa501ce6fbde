# What the portal may do in this landing zone (infra/roles/README.md): read in the subscription, make where applications lie, use what the
# landing zone has for all of them, give a single role to applications, held to that by a condition, and read metrics.
resource "azurerm_role_assignment" "reads" {
  scope              = var.subscription_scope
  role_definition_id = var.role_ids["portal-reads"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "makes" {
  for_each = var.applications_scopes

  scope              = each.value
  role_definition_id = var.role_ids["portal"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "uses" {
  for_each = var.used_scopes

  scope              = each.value
  role_definition_id = var.role_ids["portal-uses"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "assigns" {
  for_each = var.applications_scopes

  scope              = each.value
  role_definition_id = var.role_ids["portal-assigns"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
  condition_version  = "2.0"
  condition          = var.condition
}

resource "azurerm_role_assignment" "builders" {
  count = var.builders == null ? 0 : 1

  scope              = var.builders.registry_id
  role_definition_id = var.role_ids["portal-assigns"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
  condition_version  = "2.0"
  condition          = var.builders.condition
}

# Applications' images, and no others.
resource "azurerm_role_assignment" "looks" {
  count = try(var.builders.looks, false) ? 1 : 0

  scope                = var.builders.registry_id
  role_definition_name = "Container Registry Repository Reader"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
  condition_version    = "2.0"
  condition            = "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'}) AND !(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/metadata/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWithIgnoreCase 'private-ai/'))"
}

resource "azurerm_role_assignment" "metrics" {
  scope                = var.workspace_id
  role_definition_name = "Monitoring Data Reader"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
