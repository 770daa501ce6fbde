output "id" {
  description = "Id of the firewall."
  value       = azurerm_firewall.this.id
}

output "private_ip_address" {
  description = "Where names are asked and where routes lead."
  value       = azurerm_firewall.this.ip_configuration[0].private_ip_address
}

output "policy_id" {
  description = "Id of the firewall's policy."
  value       = azurerm_firewall_policy.this.id
}
