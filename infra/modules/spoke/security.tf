# Who may open a connection into each subnet; what leaves is the firewall's to decide. Each list ends in a refusal with a name. A rule's
# priority is its own: were the others to move where one is added, two would have the same for a moment, which Azure refuses.
locals {
  prefix_of = { for name, subnet in var.subnets : subnet.purpose => subnet.address_prefix... }
  portal    = lookup(local.prefix_of, "portal", [])
  nodes     = concat(lookup(local.prefix_of, "nodes", []), local.portal)
  builders  = lookup(local.prefix_of, "build", [])

  across = {
    for purpose in ["nodes", "endpoints"] : purpose => [
      for sources in [lookup(var.through_firewall, purpose, [])] :
      { name = "Allow-Through-Firewall", priority = 230, sources = sources, ports = ["443"] } if length(sources) > 0
    ]
  }

  to_nodes = concat(
    [
      # "Node CIDR to node CIDR, node CIDR to pod CIDR, pod CIDR to pod CIDR, all ports" (Azure CNI overlay, network security groups).
      { name = "Allow-Nodes-And-Pods", priority = 100, sources = concat(local.nodes, [var.pod_cidr]), ports = ["*"] },
      { name = "Allow-Load-Balancer-Probes", priority = 110, sources = ["AzureLoadBalancer"], ports = ["*"] },
    ],
    length(var.client_ranges) == 0 ? [] : [
      # People's browsers, by the internal gateway that stands in front of the portal.
      { name = "Allow-Clients", priority = 120, sources = var.client_ranges, ports = ["443"] },
    ],
    local.across.nodes,
  )

  inbound = {
    nodes = local.to_nodes
    # Nodes like others: a load balancer sends people's browsers to any of them.
    portal = local.to_nodes
    endpoints = concat(
      [
        # Pods leave the overlay with their node's address.
        { name = "Allow-From-Nodes", priority = 100, sources = local.nodes, ports = ["443"] },
      ],
      length(local.portal) == 0 ? [] : [
        # PostgreSQL, which is the portal's alone.
        { name = "Allow-From-Portal", priority = 200, sources = local.portal, ports = ["5432"] },
      ],
      length(local.builders) == 0 ? [] : [
        { name = "Allow-From-Builders", priority = 210, sources = local.builders, ports = ["443"] },
      ],
      length(var.client_ranges) == 0 ? [] : [
        # Grafana, for people.
        { name = "Allow-Clients", priority = 220, sources = var.client_ranges, ports = ["443"] },
      ],
      local.across.endpoints,
    )
    build = []
  }
}

resource "azurerm_network_security_group" "this" {
  for_each = var.subnets

  name                = "nsg-${each.key}"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_network_security_rule" "allow" {
  for_each = merge([
    for subnet, one in var.subnets : {
      for rule in local.inbound[one.purpose] : "${subnet}/${rule.name}" => merge(rule, { subnet = subnet })
    }
  ]...)

  name                        = each.value.name
  resource_group_name         = var.resource_group_name
  network_security_group_name = azurerm_network_security_group.this[each.value.subnet].name
  priority                    = each.value.priority
  direction                   = "Inbound"
  access                      = "Allow"
  protocol                    = each.value.ports == ["*"] ? "*" : "Tcp"
  source_port_range           = "*"
  destination_port_range      = length(each.value.ports) == 1 ? each.value.ports[0] : null
  destination_port_ranges     = length(each.value.ports) == 1 ? null : each.value.ports
  source_address_prefix       = length(each.value.sources) == 1 ? each.value.sources[0] : null
  source_address_prefixes     = length(each.value.sources) == 1 ? null : each.value.sources
  destination_address_prefix  = "*"
}

# Before Azure's own last rules, which let in whatever a peered network sends.
resource "azurerm_network_security_rule" "deny" {
  for_each = var.subnets

  name                        = "Deny-All-Else"
  resource_group_name         = var.resource_group_name
  network_security_group_name = azurerm_network_security_group.this[each.key].name
  priority                    = 4096
  direction                   = "Inbound"
  access                      = "Deny"
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "*"
  destination_address_prefix  = "*"
}

resource "azurerm_subnet_network_security_group_association" "this" {
  for_each = var.subnets

  subnet_id                 = azurerm_subnet.this[each.key].id
  network_security_group_id = azurerm_network_security_group.this[each.key].id
}
