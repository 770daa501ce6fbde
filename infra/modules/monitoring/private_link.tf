# The scope behind pe-ampls (§3.1). It takes collection endpoints, not the Prometheus workspace itself, whose questions have an endpoint
# of their own. Two endpoints: the one that is made here, and the one that came with the workspace.
resource "azurerm_monitor_private_link_scope" "this" {
  name                  = var.names.private_link
  resource_group_name   = var.resource_group_name
  ingestion_access_mode = "PrivateOnly"
  query_access_mode     = "PrivateOnly"
  tags                  = var.tags
}

locals {
  scoped = {
    logs                = azurerm_log_analytics_workspace.this.id
    collection          = azurerm_monitor_data_collection_endpoint.this.id
    workspaces-endpoint = azurerm_monitor_workspace.this.default_data_collection_endpoint_id
  }
}

resource "azurerm_monitor_private_link_scoped_service" "this" {
  for_each = local.scoped

  name                = each.key
  resource_group_name = var.resource_group_name
  scope_name          = azurerm_monitor_private_link_scope.this.name
  linked_resource_id  = each.value
}
