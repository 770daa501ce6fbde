output "id" {
  description = "Id of the account."
  value       = azurerm_cognitive_account.this.id
}

output "endpoint" {
  description = "Address of the account."
  value       = azurerm_cognitive_account.this.endpoint
}

output "subdomain" {
  description = "The account's name in DNS."
  value       = azurerm_cognitive_account.this.custom_subdomain_name
}
