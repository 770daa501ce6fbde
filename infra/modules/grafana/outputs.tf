output "id" {
  description = "Id of the Grafana."
  value       = azurerm_dashboard_grafana.this.id
}

output "endpoint" {
  description = "Address of the Grafana, inside of the network alone."
  value       = azurerm_dashboard_grafana.this.endpoint
}
