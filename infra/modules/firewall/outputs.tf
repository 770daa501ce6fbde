output "id" {
  description = "Id of the firewall."
  value       = azurerm_firewall.this.id
}

output "private_ip_address" {
  description = "Where names are asked and where routes lead."
  value       = azurerm_firewall.this.ip_configuration[0].private_ip_address
}

output "public_address_id" {
  description = "Id of its public address."
  value       = azurerm_public_ip.this.id
}

output "inspection_identity_id" {
  description = "Id of the identity that reads the company's CA; null without inspection."
  value       = one(azurerm_user_assigned_identity.inspection[*].id)
}

output "policy_id" {
  description = "Id of the firewall's policy."
  value       = azurerm_firewall_policy.this.id
}
