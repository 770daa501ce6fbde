module "cluster" {
  source = "./modules/cluster"

  name                   = local.names.cluster
  location               = var.location
  resource_group_name    = azurerm_resource_group.landing_zone.name
  tenant_id              = data.azurerm_client_config.current.tenant_id
  admin_group_object_ids = var.admin_group_object_ids
  sku_tier               = var.cluster.sku_tier
  kubernetes_version     = var.cluster.kubernetes_version
  upgrade_channel        = var.cluster.upgrade_channel
  maintenance            = var.cluster.maintenance
  pools                  = var.cluster.pools
  zones                  = var.cluster.zones
  virtual_network_id     = module.spoke.id
  subnet_id              = module.spoke.subnet_ids["aks-subnet"]
  route_table_id         = module.spoke.route_table_id
  private_dns_zone_id    = local.dns_zone_ids["privatelink.${var.location}.azmk8s.io"]
  pod_cidr               = var.network.pod_cidr
  service_cidr           = var.network.service_cidr
  dns_service_ip         = var.network.dns_service_ip
  registry_id            = module.registry.id
  inspection_ca_pem      = var.inspection_ca_pem
  tags                   = var.tags

  # Its nodes ask the firewall for names, and leave through it, from their first minute on.
  depends_on = [module.peering, module.firewall, module.registry_endpoint]
}

module "gitops" {
  source = "./modules/gitops"
  count  = var.gitops == null ? 0 : 1

  cluster_id = module.cluster.id
  repository = var.gitops
  # infra/cluster: the collector and what has Azure scrape it, and the portal's rights. The two before them are the platform team's
  # charts, out of the registry's cache (docs/landing-zone.md).
  kustomizations = {
    cert-manager           = { path = "${var.gitops.folder}/cert-manager" }
    opentelemetry-operator = { path = "${var.gitops.folder}/opentelemetry-operator", depends_on = ["cert-manager"] }
    landing-zone           = { path = "${var.gitops.folder}/landing-zone", depends_on = ["opentelemetry-operator"] }
  }
  substitute = {
    registry = module.registry.login_server
    portal   = local.portal.principal_id
  }
}
