resource "azurerm_resource_group" "hub" {
  count    = var.existing_hub == null ? 1 : 0
  name     = var.resource_groups.hub
  location = var.location
  tags     = var.tags
}

resource "azurerm_resource_group" "landing_zone" {
  name     = var.resource_groups.landing_zone
  location = var.location
  tags     = var.tags
}

resource "azurerm_resource_group" "applications" {
  count    = var.applications_group == null ? 0 : 1
  name     = var.applications_group
  location = var.location
  tags     = var.tags
}

resource "azurerm_resource_group" "portal" {
  count    = var.existing_portal == null ? 1 : 0
  name     = var.resource_groups.portal
  location = var.location
  tags     = var.tags
}
