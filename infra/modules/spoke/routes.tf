# What is for no address of these networks goes to the firewall.
resource "azurerm_route_table" "this" {
  name                          = "rt-${var.name}"
  location                      = var.location
  resource_group_name           = var.resource_group_name
  bgp_route_propagation_enabled = false
  tags                          = var.tags

  route = [{
    name                   = "to-firewall"
    address_prefix         = "0.0.0.0/0"
    next_hop_type          = "VirtualAppliance"
    next_hop_in_ip_address = var.next_hop
  }]
}

resource "azurerm_subnet_route_table_association" "this" {
  # Endpoints open no connections of their own.
  for_each = { for name, subnet in var.subnets : name => subnet if subnet.purpose != "endpoints" }

  subnet_id      = azurerm_subnet.this[each.key].id
  route_table_id = azurerm_route_table.this.id
}
