output "id" {
  description = "Id of the endpoint."
  value       = azurerm_private_endpoint.this.id
}
