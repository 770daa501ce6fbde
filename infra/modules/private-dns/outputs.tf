output "zone_ids" {
  description = "Ids by the zone's name. Whoever uses one waits until it is linked."
  value       = { for name, zone in azurerm_private_dns_zone.this : name => zone.id }
  depends_on  = [azurerm_private_dns_zone_virtual_network_link.this]
}
