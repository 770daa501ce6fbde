# Secrets of the portal that are no sign-in to Azure: the git host's webhook secret, the key that signs user tokens.
module "key_vault" {
  source = "./modules/key-vault"

  name                = local.names.key_vault
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  purge_protection    = var.key_vault.purge_protection
  sku                 = var.key_vault.sku
  tags                = var.tags
}

module "key_vault_endpoint" {
  source = "./modules/private-endpoint"

  name                = "pe-${local.names.key_vault}"
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = module.key_vault.id
  group_id            = "vault"
  dns_zone_ids        = [local.dns_zone_ids["privatelink.vaultcore.azure.net"]]
  addresses           = lookup(var.endpoint_addresses, "key_vault", {})
  tags                = var.tags

  # Those with fixed addresses first: any other would be given one of theirs.
  depends_on = [module.foundry_endpoint, module.playground_endpoint, module.registry_endpoint]
}

# The portal's pods read them by their own volume (infra/portal/secrets.yaml).
resource "azurerm_role_assignment" "portal_secrets" {
  count = var.existing_portal == null ? 1 : 0

  scope                = module.key_vault.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = module.portal[0].principal_id
  principal_type       = "ServicePrincipal"
}

data "azurerm_client_config" "current" {}
