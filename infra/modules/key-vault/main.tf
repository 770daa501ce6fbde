# Secrets of the portal that are no sign-in to Azure: the git host's, the key that signs user tokens. Nothing here writes one: a secret in
# a configuration lies in its state.
resource "azurerm_key_vault" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  tenant_id           = var.tenant_id
  sku_name            = var.sku
  tags                = var.tags

  rbac_authorization_enabled    = true
  public_network_access_enabled = false
  purge_protection_enabled      = var.purge_protection
  soft_delete_retention_days    = var.purge_protection ? 90 : 7

  network_acls {
    default_action = "Deny"
    # Azure's own services that are given something here. Not the firewall: its authority lies in another vault (checks.tf).
    bypass = "AzureServices"
  }
}
