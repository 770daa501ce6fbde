# Both directions, or nothing is connected (§2.1).
resource "azurerm_virtual_network_peering" "to_hub" {
  name                         = "to-${var.hub.name}"
  resource_group_name          = var.spoke.resource_group_name
  virtual_network_name         = var.spoke.name
  remote_virtual_network_id    = var.hub.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
}

resource "azurerm_virtual_network_peering" "to_spoke" {
  provider = azurerm.hub

  name                         = "to-${var.spoke.name}"
  resource_group_name          = var.hub.resource_group_name
  virtual_network_name         = var.hub.name
  remote_virtual_network_id    = var.spoke.id
  allow_virtual_network_access = true
  allow_forwarded_traffic      = true
}
