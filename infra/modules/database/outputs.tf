output "id" {
  description = "Id of the server. Whoever uses it waits until its administrator is set."
  value       = azurerm_postgresql_flexible_server.this.id
  depends_on  = [azurerm_postgresql_flexible_server_active_directory_administrator.portal]
}

output "fqdn" {
  description = "Name of the server, inside of the network alone."
  value       = azurerm_postgresql_flexible_server.this.fqdn
}
