output "id" {
  description = "Id of the account."
  value       = azurerm_cognitive_account.this.id
}

output "endpoint" {
  description = "Address of the account."
  value       = azurerm_cognitive_account.this.endpoint
}
