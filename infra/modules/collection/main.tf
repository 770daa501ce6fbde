# What the cluster's agents collect, and where they ask what that is. Without the second, ama-metrics is answered 403: "Data collection
# endpoint must be used to access configuration over private link".
resource "azurerm_monitor_data_collection_rule_association" "metrics" {
  name                    = "metrics"
  target_resource_id      = var.cluster_id
  data_collection_rule_id = var.data_collection_rule_id
  description             = "Prometheus metrics of the cluster and of what PodMonitors name."
}

# Azure knows it by this very name, which the provider gives it where only an endpoint is named.
resource "azurerm_monitor_data_collection_rule_association" "configuration" {
  target_resource_id          = var.cluster_id
  data_collection_endpoint_id = var.data_collection_endpoint_id
  description                 = "Where the agents ask for their configuration."
}
