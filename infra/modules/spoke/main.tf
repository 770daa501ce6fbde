# The spoke of the reference (§2.1): nodes and private endpoints, asking the firewall for names and leaving through it.
resource "azurerm_virtual_network" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  address_space       = var.address_space
  dns_servers         = var.dns_servers
  tags                = var.tags
}

resource "azurerm_subnet" "this" {
  for_each = var.subnets

  name                 = each.key
  resource_group_name  = var.resource_group_name
  virtual_network_name = azurerm_virtual_network.this.name
  address_prefixes     = [each.value.address_prefix]
  # Nothing leaves but by the firewall, not even where a route is forgotten.
  default_outbound_access_enabled = false
  # Without it neither rules nor routes hold for private endpoints.
  private_endpoint_network_policies = each.value.purpose == "endpoints" ? "Enabled" : "Disabled"
}
