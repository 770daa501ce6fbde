# A service of Azure with an address of its own in the endpoint subnet, and its names in the private zones (§3.1).
resource "azurerm_private_endpoint" "this" {
  name                          = var.name
  location                      = var.location
  resource_group_name           = var.resource_group_name
  subnet_id                     = var.subnet_id
  custom_network_interface_name = "nic-${var.name}"
  tags                          = var.tags

  private_service_connection {
    name                           = var.group_id
    private_connection_resource_id = var.target_id
    subresource_names              = [var.group_id]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = var.dns_zone_ids
  }

  dynamic "ip_configuration" {
    for_each = var.addresses
    content {
      name               = ip_configuration.key
      member_name        = ip_configuration.key
      subresource_name   = var.group_id
      private_ip_address = ip_configuration.value
    }
  }
}
