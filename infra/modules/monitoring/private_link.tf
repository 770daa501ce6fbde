# The scope behind pe-ampls (§3.1). It takes collection endpoints, not the Prometheus workspace itself, whose questions have an endpoint
# of their own. Two endpoints: the one that is made here, and the one that came with the workspace.
# Its names (`api.privatelink.monitor.azure.com` and others) are the same for every scope: networks that ask the same DNS share one, so that
# of the hub is given to a second landing zone.
resource "azurerm_monitor_private_link_scope" "this" {
  count = var.existing_private_link_scope == null ? 1 : 0

  name                  = var.names.private_link
  resource_group_name   = var.resource_group_name
  ingestion_access_mode = "PrivateOnly"
  query_access_mode     = "PrivateOnly"
  tags                  = var.tags
}

locals {
  scope = var.existing_private_link_scope != null ? var.existing_private_link_scope : {
    name                = azurerm_monitor_private_link_scope.this[0].name
    resource_group_name = var.resource_group_name
  }
}

# One after the other: the scope refuses what comes while it takes another
# (https://github.com/hashicorp/terraform-provider-azurerm/issues/22236).
resource "azurerm_monitor_private_link_scoped_service" "logs" {
  provider = azurerm.hub

  name                = azurerm_log_analytics_workspace.this.name
  resource_group_name = local.scope.resource_group_name
  scope_name          = local.scope.name
  linked_resource_id  = azurerm_log_analytics_workspace.this.id
}

resource "azurerm_monitor_private_link_scoped_service" "collection" {
  provider = azurerm.hub

  name                = azurerm_monitor_data_collection_endpoint.this.name
  resource_group_name = local.scope.resource_group_name
  scope_name          = local.scope.name
  linked_resource_id  = azurerm_monitor_data_collection_endpoint.this.id

  depends_on = [azurerm_monitor_private_link_scoped_service.logs]
}

resource "azurerm_monitor_private_link_scoped_service" "workspaces_endpoint" {
  provider = azurerm.hub

  name                = azurerm_monitor_workspace.this.name
  resource_group_name = local.scope.resource_group_name
  scope_name          = local.scope.name
  linked_resource_id  = azurerm_monitor_workspace.this.default_data_collection_endpoint_id

  depends_on = [azurerm_monitor_private_link_scoped_service.collection]
}
