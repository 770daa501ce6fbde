# Zones of private names (§3.2), linked to the hub: the firewall's proxy asks Azure from there, so every network that asks the firewall
# sees them, and no other needs a link.
resource "azurerm_private_dns_zone" "this" {
  for_each = toset(var.zones)

  name                = each.key
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "this" {
  for_each = merge([
    for zone in var.zones : { for key, id in var.virtual_network_ids : "${zone}/${key}" => { zone = zone, network = key, id = id } }
  ]...)

  name                 = each.value.network
  private_dns_zone_id  = azurerm_private_dns_zone.this[each.value.zone].id
  virtual_network_id   = each.value.id
  registration_enabled = false
  # A name without a record here is somebody else's public one: without this it would be answered with "no such name".
  resolution_policy = "NxDomainRedirect"
  tags              = var.tags
}
