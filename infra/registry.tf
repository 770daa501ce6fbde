module "registry" {
  source = "./modules/registry"

  name                = local.names.registry
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  zone_redundant      = var.registry.zone_redundant
  image_build         = var.registry.image_build
  permissions         = var.registry.permissions
  agent_pool = var.registry.image_build != "agent_pool" ? null : {
    name      = var.registry.agent_pool.name
    tier      = var.registry.agent_pool.tier
    instances = var.registry.agent_pool.instances
    subnet_id = module.spoke.subnet_ids["build-subnet"]
  }
  cache_rules = local.cache_rules
  tags        = var.tags
}

module "registry_endpoint" {
  source = "./modules/private-endpoint"

  name                = "pe-acr-${local.code}"
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = module.registry.id
  group_id            = "registry"
  dns_zone_ids        = [local.dns_zone_ids["privatelink.azurecr.io"]]
  addresses           = lookup(var.endpoint_addresses, "registry", {})
  tags                = var.tags
}
