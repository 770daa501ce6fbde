# Grafana over the Prometheus workspace, for people who sign in with Entra; its own way to the data is private, too.
resource "azurerm_dashboard_grafana" "this" {
  name                  = var.name
  location              = var.location
  resource_group_name   = var.resource_group_name
  grafana_major_version = var.grafana_major_version
  sku                   = "Standard"
  tags                  = var.tags

  public_network_access_enabled = false
  api_key_enabled               = false
  zone_redundancy_enabled       = var.zone_redundant

  identity {
    type = "SystemAssigned"
  }

  azure_monitor_workspace_integrations {
    resource_id = var.workspace_id
  }
}

resource "azurerm_role_assignment" "read" {
  scope                = var.workspace_id
  role_definition_name = "Monitoring Data Reader"
  principal_id         = azurerm_dashboard_grafana.this.identity[0].principal_id
  principal_type       = "ServicePrincipal"
}

# The provider asks for it and does not approve it: the output `steps_after_apply` of the root says how.
resource "azurerm_dashboard_grafana_managed_private_endpoint" "workspace" {
  grafana_id                   = azurerm_dashboard_grafana.this.id
  name                         = "prometheus"
  location                     = var.location
  private_link_resource_id     = var.workspace_id
  private_link_resource_region = var.location
  group_ids                    = ["prometheusMetrics"]
  request_message              = "Grafana of the landing zone reads metrics."
  tags                         = var.tags
}
