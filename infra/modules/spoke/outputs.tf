output "id" {
  description = "Id of the network."
  value       = azurerm_virtual_network.this.id
}

output "name" {
  description = "Name of the network."
  value       = azurerm_virtual_network.this.name
}

output "subnet_ids" {
  description = "Ids by name. Whoever uses one waits until its rules and routes hold."
  value       = { for name, subnet in azurerm_subnet.this : name => subnet.id }
  depends_on = [
    azurerm_subnet_network_security_group_association.this,
    azurerm_subnet_route_table_association.this,
    azurerm_network_security_rule.allow,
    azurerm_network_security_rule.deny,
  ]
}

output "route_table_id" {
  description = "Id of the route table that leads to the firewall."
  value       = azurerm_route_table.this.id
}
