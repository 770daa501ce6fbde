output "id" {
  description = "Id of Flux's configuration."
  value       = azurerm_kubernetes_flux_configuration.this.id
}
