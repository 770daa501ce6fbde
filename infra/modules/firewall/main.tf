# The one way out, and the one place that is asked for names (§2.2).
resource "azurerm_public_ip" "this" {
  name                = "pip-${var.name}"
  location            = var.location
  resource_group_name = var.resource_group_name
  allocation_method   = "Static"
  sku                 = "Standard"
  zones               = var.zones
  tags                = var.tags
}

resource "azurerm_firewall" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  sku_name            = "AZFW_VNet"
  sku_tier            = var.sku_tier
  firewall_policy_id  = azurerm_firewall_policy.this.id
  zones               = var.zones
  tags                = var.tags

  ip_configuration {
    name                 = "hub"
    subnet_id            = var.subnet_id
    public_ip_address_id = azurerm_public_ip.this.id
  }

  # Never behind a policy without its rules.
  depends_on = [
    azurerm_firewall_policy_rule_collection_group.network,
    azurerm_firewall_policy_rule_collection_group.application,
  ]

  lifecycle {
    # Networks and routes name this address before it is made.
    postcondition {
      condition     = self.ip_configuration[0].private_ip_address == var.private_ip_address
      error_message = "Azure gave the firewall ${self.ip_configuration[0].private_ip_address}, but DNS and routes point to ${var.private_ip_address}: is AzureFirewallSubnet another's as well?"
    }
  }
}
