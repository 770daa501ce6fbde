# The scope behind pe-ampls (§3.1). It takes collection endpoints, not the Prometheus workspace itself, whose questions have an endpoint
# of their own. Two endpoints: the one that is made here, and the one that came with the workspace.
resource "azurerm_monitor_private_link_scope" "this" {
  name                  = var.names.private_link
  resource_group_name   = var.resource_group_name
  ingestion_access_mode = "PrivateOnly"
  query_access_mode     = "PrivateOnly"
  tags                  = var.tags
}

# One after the other: the scope refuses what comes while it takes another
# (https://github.com/hashicorp/terraform-provider-azurerm/issues/22236).
resource "azurerm_monitor_private_link_scoped_service" "logs" {
  name                = "logs"
  resource_group_name = var.resource_group_name
  scope_name          = azurerm_monitor_private_link_scope.this.name
  linked_resource_id  = azurerm_log_analytics_workspace.this.id
}

resource "azurerm_monitor_private_link_scoped_service" "collection" {
  name                = "collection"
  resource_group_name = var.resource_group_name
  scope_name          = azurerm_monitor_private_link_scope.this.name
  linked_resource_id  = azurerm_monitor_data_collection_endpoint.this.id

  depends_on = [azurerm_monitor_private_link_scoped_service.logs]
}

resource "azurerm_monitor_private_link_scoped_service" "workspaces_endpoint" {
  name                = "workspaces-endpoint"
  resource_group_name = var.resource_group_name
  scope_name          = azurerm_monitor_private_link_scope.this.name
  linked_resource_id  = azurerm_monitor_workspace.this.default_data_collection_endpoint_id

  depends_on = [azurerm_monitor_private_link_scoped_service.collection]
}
