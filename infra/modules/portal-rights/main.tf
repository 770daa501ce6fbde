# What the portal may do in this landing zone (infra/roles/README.md): its own role, the one that gives a single role to applications, held to
# that by a condition, and reading metrics.
resource "azurerm_role_assignment" "portal" {
  scope              = var.scope
  role_definition_id = var.role_ids["portal"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
}

resource "azurerm_role_assignment" "assigns" {
  scope              = var.scope
  role_definition_id = var.role_ids["portal-assigns"]
  principal_id       = var.principal_id
  principal_type     = "ServicePrincipal"
  condition_version  = "2.0"
  condition          = var.condition
}

resource "azurerm_role_assignment" "metrics" {
  scope                = var.workspace_id
  role_definition_name = "Monitoring Data Reader"
  principal_id         = var.principal_id
  principal_type       = "ServicePrincipal"
}
