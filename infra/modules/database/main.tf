# The portal's database: PostgreSQL with Entra's sign-in alone, reached by its private endpoint.
resource "azurerm_postgresql_flexible_server" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  version             = "17"
  sku_name            = var.sku_name
  storage_mb          = var.storage_mb
  auto_grow_enabled   = true
  zone                = var.zone
  tags                = var.tags

  public_network_access_enabled = false
  backup_retention_days         = var.backup_retention_days
  geo_redundant_backup_enabled  = var.geo_redundant_backup

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
    tenant_id                     = var.tenant_id
  }

  dynamic "high_availability" {
    for_each = var.standby_zone[*]
    content {
      mode                      = "ZoneRedundant"
      standby_availability_zone = high_availability.value
    }
  }

  lifecycle {
    # After a failover the two have changed places.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }
}

# The portal makes one database for each of its plugins, so its identity administers the server; nobody else is in it.
resource "azurerm_postgresql_flexible_server_active_directory_administrator" "portal" {
  server_name         = azurerm_postgresql_flexible_server.this.name
  resource_group_name = var.resource_group_name
  tenant_id           = var.tenant_id
  object_id           = var.administrator.object_id
  principal_name      = var.administrator.name
  principal_type      = "ServicePrincipal"
}
