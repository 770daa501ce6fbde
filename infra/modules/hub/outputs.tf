output "id" {
  description = "Id of the network."
  value       = azurerm_virtual_network.this.id
}

output "name" {
  description = "Name of the network."
  value       = azurerm_virtual_network.this.name
}

output "firewall_subnet_id" {
  description = "Id of AzureFirewallSubnet."
  value       = azurerm_subnet.firewall.id
}
