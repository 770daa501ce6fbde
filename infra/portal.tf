# The portal's own home: its identity, its roles, its database. A second landing zone gives the portal of the first its rights, and makes none.
locals {
  subscription = "/subscriptions/${data.azurerm_client_config.current.subscription_id}"

  # The files that the portal's tests hold against its code: nothing is listed twice. Where applications share a group, the portal makes and
  # removes none.
  roles = {
    for key in ["portal", "portal-reads", "portal-uses", "portal-assigns"] : key => merge(
      jsondecode(file("${path.root}/roles/${key}.json")),
      {
        Actions = [
          for action in jsondecode(file("${path.root}/roles/${key}.json")).Actions : action
          if var.applications_group == null || !can(regex("/resourceGroups/(write|delete)$", action))
        ]
      },
    )
  }

  portal = var.existing_portal != null ? var.existing_portal : {
    principal_id = module.portal[0].principal_id
    role_ids     = module.portal[0].role_ids
  }
}

module "portal" {
  source = "./modules/portal"
  count  = var.existing_portal == null ? 1 : 0

  name                = local.names.portal
  location            = var.location
  resource_group_name = azurerm_resource_group.portal[0].name
  issuer              = module.cluster.oidc_issuer_url
  subscription_scope  = local.subscription
  assignable_scopes   = concat([local.subscription], [for zone in values(var.further_landing_zones) : "/subscriptions/${zone.subscription_id}"])
  roles               = local.roles
  tags                = var.tags
}

module "portal_rights" {
  source = "./modules/portal-rights"

  principal_id = local.portal.principal_id
  role_ids     = local.portal.role_ids
  condition    = trimspace(file("${path.root}/roles/portal-assigns.condition.txt"))
  workspace_id = module.monitoring.workspace_id
  builders = var.registry.permissions != "repositories" ? null : {
    registry_id = module.registry.id
    condition   = trimspace(file("${path.root}/roles/portal-assigns-builders.condition.txt"))
    # Whether others build, and the portal only looks for what they have pushed.
    looks = var.registry.image_build == "external"
  }

  subscription_scope = local.subscription
  applications_scopes = var.applications_group == null ? { subscription = local.subscription } : merge(
    { applications = azurerm_resource_group.applications[0].id },
    var.shared_foundry == null ? {} : { account = module.foundry[0].id },
  )
  used_scopes = merge(
    {
      cluster  = module.cluster.id
      registry = module.registry.id
      subnet   = module.spoke.subnet_ids["pe-subnet"]
    },
    # A second landing zone's endpoints use those of the first, whose portal has this role on them.
    var.existing_hub != null ? {} : { for zone in local.foundry_zones : zone => local.dns_zone_ids[zone] },
  )
}

module "database" {
  source = "./modules/database"
  count  = var.existing_portal == null ? 1 : 0

  name                  = local.names.database
  location              = var.location
  resource_group_name   = azurerm_resource_group.portal[0].name
  tenant_id             = data.azurerm_client_config.current.tenant_id
  sku_name              = var.database.sku_name
  storage_mb            = var.database.storage_mb
  zone                  = var.database.zone
  standby_zone          = var.database.standby_zone
  backup_retention_days = var.database.backup_retention_days
  geo_redundant_backup  = var.database.geo_redundant_backup
  administrator         = { object_id = module.portal[0].principal_id, name = module.portal[0].name }
  tags                  = var.tags
}

module "database_endpoint" {
  source = "./modules/private-endpoint"
  count  = var.existing_portal == null ? 1 : 0

  name                = "pe-${local.names.database}"
  location            = var.location
  resource_group_name = azurerm_resource_group.portal[0].name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = module.database[0].id
  group_id            = "postgresqlServer"
  dns_zone_ids        = [local.dns_zone_ids["privatelink.postgres.database.azure.com"]]
  addresses           = lookup(var.endpoint_addresses, "database", {})
  tags                = var.tags

  # Those with fixed addresses first: any other would be given one of theirs.
  depends_on = [module.foundry_endpoint, module.playground_endpoint, module.registry_endpoint]
}
