# One Foundry account: no public access, no keys. Where all applications share it (§3.1), each one's own deployments, roles and connections
# are the portal's; what lies here is only what is there before the first of them.
resource "azurerm_cognitive_account" "this" {
  name                  = var.name
  location              = var.location
  resource_group_name   = var.resource_group_name
  kind                  = "AIServices"
  sku_name              = "S0"
  custom_subdomain_name = var.subdomain
  tags                  = var.tags

  public_network_access_enabled = false
  local_auth_enabled            = false
  project_management_enabled    = true

  identity {
    type = "SystemAssigned"
  }

  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
}

# The provider takes them one after the other, as the service wants the deployments of one account.
resource "azurerm_cognitive_deployment" "this" {
  for_each = var.models

  name                 = each.key
  cognitive_account_id = azurerm_cognitive_account.this.id
  # A version is chosen, not met: the portal plans a change of it, and shows who is affected.
  version_upgrade_option = "NoAutoUpgrade"

  model {
    format  = "OpenAI"
    name    = each.value.name
    version = each.value.version
  }

  sku {
    name     = each.value.sku
    capacity = each.value.capacity
  }
}
