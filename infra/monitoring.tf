module "monitoring" {
  source    = "./modules/monitoring"
  providers = { azurerm = azurerm, azurerm.hub = azurerm.hub }

  names = {
    logs         = local.names.logs
    workspace    = local.names.workspace
    private_link = local.names.private_link
  }
  location                    = var.location
  resource_group_name         = azurerm_resource_group.landing_zone.name
  existing_private_link_scope = one(var.existing_hub[*].private_link_scope)
  retention_in_days           = var.monitoring.retention_in_days
  daily_quota_gb              = var.monitoring.daily_quota_gb
  tags                        = var.tags
}

module "collection" {
  source = "./modules/collection"

  cluster_id                  = module.cluster.id
  data_collection_rule_id     = module.monitoring.data_collection_rule_id
  data_collection_endpoint_id = module.monitoring.data_collection_endpoint_id
}

module "grafana" {
  source = "./modules/grafana"
  count  = var.grafana == null ? 0 : 1

  name                = local.names.grafana
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  zone_redundant      = var.grafana.zone_redundant
  workspace_id        = module.monitoring.workspace_id
  tags                = var.tags
}

# Everything of Azure Monitor that is asked or sent to, privately (§3.1, §7.3).
locals {
  monitoring_endpoints = merge(
    var.existing_hub != null ? {} : {
      ampls = {
        name   = "pe-${local.names.private_link}"
        target = module.monitoring.private_link_scope_id
        group  = "azuremonitor"
        zones = [
          "privatelink.monitor.azure.com",
          "privatelink.ods.opinsights.azure.com",
          "privatelink.oms.opinsights.azure.com",
          "privatelink.agentsvc.azure-automation.net",
          "privatelink.blob.core.windows.net",
        ]
      }
    },
    {
      workspace = {
        name   = "pe-${local.names.workspace}"
        target = module.monitoring.workspace_id
        group  = "prometheusMetrics"
        zones  = ["privatelink.${var.location}.prometheus.monitor.azure.com"]
      }
    },
    var.grafana == null ? {} : {
      grafana = {
        name   = "pe-${local.names.grafana}"
        target = module.grafana[0].id
        group  = "grafana"
        zones  = ["privatelink.grafana.azure.com"]
      }
    },
  )
}

module "monitoring_endpoint" {
  source   = "./modules/private-endpoint"
  for_each = local.monitoring_endpoints

  name                = each.value.name
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  subnet_id           = module.spoke.subnet_ids["pe-subnet"]
  target_id           = each.value.target
  group_id            = each.value.group
  dns_zone_ids        = [for zone in each.value.zones : local.dns_zone_ids[zone]]
  addresses           = lookup(var.endpoint_addresses, each.key, {})
  tags                = var.tags

  # Those with fixed addresses first: any other would be given one of theirs.
  depends_on = [module.foundry_endpoint, module.playground_endpoint, module.registry_endpoint]
}
