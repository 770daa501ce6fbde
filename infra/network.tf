# The hub (networks §2.1): firewall, DNS proxy, private zones. A second landing zone is given the hub of the first.
module "hub" {
  source = "./modules/hub"
  count  = var.existing_hub == null ? 1 : 0

  name                   = local.names.hub_network
  location               = var.location
  resource_group_name    = azurerm_resource_group.hub[0].name
  address_space          = var.network.hub_address_space
  firewall_subnet_prefix = var.network.firewall_subnet
  dns_servers            = [local.firewall_ip]
  tags                   = var.tags
}

module "firewall" {
  source = "./modules/firewall"
  count  = var.existing_hub == null ? 1 : 0

  name                = local.names.firewall
  location            = var.location
  resource_group_name = azurerm_resource_group.hub[0].name
  sku_tier            = var.firewall.sku_tier
  zones               = var.firewall.zones
  subnet_id           = module.hub[0].firewall_subnet_id
  private_ip_address  = local.firewall_ip
  sources             = concat(var.network.spoke_address_space, var.network.hub_address_space, flatten(values(var.further_landing_zones)[*].address_space))
  nodes               = concat([var.network.aks_subnet], local.portal_nodes, values(var.further_landing_zones)[*].nodes)
  portal              = local.portal_nodes
  builders            = concat(local.builders, flatten(values(var.further_landing_zones)[*].builders))
  runners             = concat(local.runners, flatten(values(var.further_landing_zones)[*].runners))
  package_index_fqdns = var.package_index_fqdns
  allowed_fqdns       = var.allowed_fqdns
  landing_zones       = var.further_landing_zones
  tls_inspection      = var.firewall.tls_inspection
  tags                = var.tags

  nodes_reach_resource_manager = var.firewall.nodes_reach_resource_manager
}

# A second landing zone makes what the hub of the first has not: the zones of another region.
module "private_dns" {
  source = "./modules/private-dns"

  resource_group_name = var.existing_hub == null ? azurerm_resource_group.hub[0].name : azurerm_resource_group.landing_zone.name
  zones               = var.existing_hub == null ? local.dns_zones : [for zone in local.dns_zones : zone if !contains(keys(var.existing_hub.dns_zone_ids), zone)]
  virtual_network_ids = { hub = local.hub.id }
  tags                = var.tags
}

locals {
  # The first usable address of its subnet, which Azure gives to the firewall: known before it is made, so that both networks can
  # name it as their DNS server.
  firewall_ip = var.existing_hub == null ? cidrhost(var.network.firewall_subnet, 4) : var.existing_hub.firewall_private_ip

  hub = var.existing_hub != null ? {
    id                  = var.existing_hub.id
    name                = var.existing_hub.name
    resource_group_name = var.existing_hub.resource_group_name
    } : {
    id                  = module.hub[0].id
    name                = module.hub[0].name
    resource_group_name = azurerm_resource_group.hub[0].name
  }

  # The nodes that the portal runs on; a second landing zone has none.
  portal_nodes = var.existing_portal == null ? [var.network.portal_subnet] : []
  # Who builds inside of the network: machines of the registry's, or the company's own, for which it names package indexes.
  builders = var.registry.image_build == "agent_pool" || length(var.package_index_fqdns) > 0 ? [var.network.build_subnet] : []
  runners  = var.registry.image_build == "external" ? local.builders : []

  dns_zone_ids = merge(var.existing_hub == null ? {} : var.existing_hub.dns_zone_ids, module.private_dns.zone_ids)
}

module "spoke" {
  source = "./modules/spoke"

  name                = local.names.spoke_network
  location            = var.location
  resource_group_name = azurerm_resource_group.landing_zone.name
  address_space       = var.network.spoke_address_space
  dns_servers         = [local.firewall_ip]
  next_hop            = local.firewall_ip
  subnets = merge(
    {
      aks-subnet = { address_prefix = var.network.aks_subnet, purpose = "nodes" }
      pe-subnet  = { address_prefix = var.network.endpoint_subnet, purpose = "endpoints" }
    },
    { for prefix in local.portal_nodes : "portal-subnet" => { address_prefix = prefix, purpose = "portal" } },
    { for prefix in local.builders : "build-subnet" => { address_prefix = prefix, purpose = "build" } },
  )
  pod_cidr      = var.network.pod_cidr
  client_ranges = var.network.client_ranges
  # Who comes by the firewall has an address of its subnet: the portal, to a second landing zone; a second one's nodes, to Azure Monitor here.
  through_firewall = {
    nodes     = var.existing_hub == null ? [] : [var.existing_hub.firewall_subnet]
    endpoints = var.existing_hub != null ? [var.existing_hub.firewall_subnet] : length(var.further_landing_zones) == 0 ? [] : [var.network.firewall_subnet]
  }
  tags = var.tags
}

module "peering" {
  source    = "./modules/peering"
  providers = { azurerm = azurerm, azurerm.hub = azurerm.hub }

  hub = local.hub
  spoke = {
    id                  = module.spoke.id
    name                = module.spoke.name
    resource_group_name = azurerm_resource_group.landing_zone.name
  }
}
