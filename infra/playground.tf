# A Foundry account of the landing zone's own, on which people try instructions in the portal's form before anything is made
# (`playground` of the portal). Its deployments are the platform team's; the portal asks them and changes nothing.
module "playground" {
  source = "./modules/foundry"
  count  = var.playground == null ? 0 : 1

  name                = local.names.playground
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subdomain           = coalesce(var.playground.subdomain, local.names.playground)
  models              = var.playground.models
  tags                = var.tags
}

module "playground_endpoint" {
  source = "./modules/private-endpoint"
  count  = var.playground == null ? 0 : 1

  name                = "pe-${local.names.playground}"
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = module.playground[0].id
  group_id            = "account"
  dns_zone_ids        = [for zone in local.foundry_zones : local.dns_zone_ids[zone]]
  addresses           = lookup(var.endpoint_addresses, "playground", {})
  tags                = var.tags
}

# The portal's identity asks, and with that role nothing else: no keys, no settings, no deployments.
resource "azurerm_role_assignment" "playground" {
  count = var.playground == null ? 0 : 1

  scope                = module.playground[0].id
  role_definition_name = "Cognitive Services OpenAI User"
  principal_id         = local.portal.principal_id
  principal_type       = "ServicePrincipal"
}
