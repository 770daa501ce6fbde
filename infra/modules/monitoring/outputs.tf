output "log_analytics_id" {
  description = "Id of the log workspace."
  value       = azurerm_log_analytics_workspace.this.id
}

output "workspace_id" {
  description = "Id of the Prometheus workspace."
  value       = azurerm_monitor_workspace.this.id
}

output "query_endpoint" {
  description = "Where PromQL is asked."
  value       = azurerm_monitor_workspace.this.query_endpoint
}

output "private_link_scope_id" {
  description = "Id of the private link scope; null where it is another's. Whoever uses it waits until everything is in it: an endpoint takes its names from there."
  value       = one(azurerm_monitor_private_link_scope.this[*].id)
  depends_on  = [azurerm_monitor_private_link_scoped_service.workspaces_endpoint]
}

output "data_collection_rule_id" {
  description = "Id of the rule that sends the cluster's metrics to the workspace."
  value       = azurerm_monitor_data_collection_rule.prometheus.id
}

output "data_collection_endpoint_id" {
  description = "Id of the endpoint that the cluster's agents use."
  value       = azurerm_monitor_data_collection_endpoint.this.id
}

output "private_link_scope" {
  description = "The private link scope that everything here is in."
  value       = local.scope
}

output "collection_hosts" {
  description = "Where the cluster's agents ask and send, inside of the network."
  value = concat(
    [for url in compact([
      azurerm_monitor_data_collection_endpoint.this.configuration_access_endpoint,
      azurerm_monitor_data_collection_endpoint.this.logs_ingestion_endpoint,
      azurerm_monitor_data_collection_endpoint.this.metrics_ingestion_endpoint,
    ]) : regex("https://([^/:]+)", url)[0]],
    [for domain in ["ods.opinsights.azure.com", "oms.opinsights.azure.com", "agentsvc.azure-automation.net"] : "${azurerm_log_analytics_workspace.this.workspace_id}.${domain}"],
  )
}
