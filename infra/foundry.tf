# One account for every application, where the company wants that (`foundry.account: shared` of the portal). Otherwise the portal
# makes an account for each application, and this file makes nothing.
module "foundry" {
  source = "./modules/foundry"
  count  = var.shared_foundry == null ? 0 : 1

  name                = local.names.foundry
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subdomain           = coalesce(var.shared_foundry.subdomain, local.names.foundry)
  models              = var.shared_foundry.models
  tags                = var.tags
}

module "foundry_endpoint" {
  source = "./modules/private-endpoint"
  count  = var.shared_foundry == null ? 0 : 1

  name                = "pe-${local.names.foundry}"
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = module.foundry[0].id
  group_id            = "account"
  # One account answers under three names.
  dns_zone_ids = [
    local.dns_zone_ids["privatelink.cognitiveservices.azure.com"],
    local.dns_zone_ids["privatelink.openai.azure.com"],
    local.dns_zone_ids["privatelink.services.ai.azure.com"],
  ]
  addresses = lookup(var.endpoint_addresses, "foundry", {})
  tags      = var.tags
}
