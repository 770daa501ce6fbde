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
  pools                  = merge(var.cluster.pools, { portal = local.portal_pool })
  zones                  = var.cluster.zones
  virtual_network_id     = module.spoke.id
  subnet_id              = module.spoke.subnet_ids["aks-subnet"]
  portal                 = var.existing_portal == null ? { subnet_id = module.spoke.subnet_ids["portal-subnet"] } : null
  route_table_id         = module.spoke.route_table_id
  private_dns_zone_id    = local.dns_zone_ids["privatelink.${var.location}.azmk8s.io"]
  pod_cidr               = var.network.pod_cidr
  service_cidr           = var.network.service_cidr
  dns_service_ip         = var.network.dns_service_ip
  registry_id            = module.registry.id
  registry_pull_role     = module.registry.pull_role
  inspection_ca_pem      = var.inspection_ca_pem
  tags                   = var.tags

  # Its nodes ask the firewall for names, and leave through it, from their first minute on.
  depends_on = [module.peering, module.firewall, module.registry_endpoint]
}

module "gitops" {
  source = "./modules/gitops"
  count  = var.gitops == null ? 0 : 1

  cluster_id          = module.cluster.id
  identity_name       = local.names.flux
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  issuer              = module.cluster.oidc_issuer_url
  registry_id         = module.registry.id
  registry_pull_role  = module.registry.pull_role
  repository          = var.gitops
  tags                = var.tags
  # infra/cluster: cert-manager and the operator as charts out of the registry's cache, then the collector with what has Azure scrape it,
  # and the portal's rights; then infra/portal.
  kustomizations = merge(
    {
      cert-manager           = { path = "${var.gitops.folder}/cert-manager", depends_on = [] }
      opentelemetry-operator = { path = "${var.gitops.folder}/opentelemetry-operator", depends_on = ["cert-manager"] }
      landing-zone           = { path = "${var.gitops.folder}/landing-zone", depends_on = ["opentelemetry-operator"] }
    },
    local.portal_stands ? { portal = { path = var.portal_home.folder, depends_on = ["landing-zone"] } } : {},
  )
  # A value for each variable of those manifests (infra/tests/portalHome.test.ts holds the two together).
  substitute = merge(
    {
      registry = module.registry.login_server
      portal   = local.portal.principal_id
    },
    local.portal_stands ? {
      portal_digest      = var.portal_home.digest
      portal_host        = var.portal_home.host
      portal_client_id   = module.portal[0].client_id
      tenant_id          = data.azurerm_client_config.current.tenant_id
      entra_client_id    = var.portal_home.entra_client_id
      entra_group_prefix = var.portal_home.entra_group_prefix
      postgres_host      = module.database[0].fqdn
      postgres_user      = module.portal[0].name
      key_vault_name     = module.key_vault.name
      cluster_name       = module.cluster.name
      endpoint_range     = var.network.endpoint_subnet
      ingress_class      = var.portal_home.ingress_class
      ingress_namespace  = var.portal_home.ingress_namespace
      gateway_namespace  = var.portal_home.gateway_namespace
    } : {},
  )
}

locals {
  # Where nothing is said, one machine like those of `shared`.
  portal_pool = var.cluster.pools.portal != null ? var.cluster.pools.portal : merge(var.cluster.pools.shared, { count = 1, max_count = null })

  portal_stands = var.portal_home != null && var.existing_portal == null
}
