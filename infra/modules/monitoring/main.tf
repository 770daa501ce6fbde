# Where metrics and logs go (§7.3): nothing of it answers in public, everything comes through one private link scope.
resource "azurerm_log_analytics_workspace" "this" {
  name                = var.names.logs
  location            = var.location
  resource_group_name = var.resource_group_name
  sku                 = "PerGB2018"
  retention_in_days   = var.retention_in_days
  daily_quota_gb      = var.daily_quota_gb
  tags                = var.tags

  internet_ingestion_access_type = "Disabled"
  internet_query_access_type     = "Disabled"
  local_authentication_enabled   = false
}

# Azure's managed Prometheus. It comes with a collection endpoint of its own, in a group that Azure makes for it.
resource "azurerm_monitor_workspace" "this" {
  name                          = var.names.workspace
  location                      = var.location
  resource_group_name           = var.resource_group_name
  public_network_access_enabled = false
  tags                          = var.tags
}

# The cluster's agents take their configuration here, and send here.
resource "azurerm_monitor_data_collection_endpoint" "this" {
  name                          = "dce-${var.names.workspace}"
  location                      = var.location
  resource_group_name           = var.resource_group_name
  kind                          = "Linux"
  public_network_access_enabled = false
  tags                          = var.tags
}

resource "azurerm_monitor_data_collection_rule" "prometheus" {
  name                        = "dcr-${var.names.workspace}"
  location                    = var.location
  resource_group_name         = var.resource_group_name
  kind                        = "Linux"
  data_collection_endpoint_id = azurerm_monitor_data_collection_endpoint.this.id
  tags                        = var.tags

  data_sources {
    prometheus_forwarder {
      name    = "prometheus"
      streams = ["Microsoft-PrometheusMetrics"]
    }
  }

  destinations {
    monitor_account {
      name               = "workspace"
      monitor_account_id = azurerm_monitor_workspace.this.id
    }
  }

  data_flow {
    streams      = ["Microsoft-PrometheusMetrics"]
    destinations = ["workspace"]
  }
}
