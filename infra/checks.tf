# Asked before anything is sent: each of these would be refused by Azure in the middle, or would work and be wrong.
locals {
  networks = merge(
    { for index, cidr in var.network.spoke_address_space : "network.spoke_address_space[${index}]" => cidr },
    { for index, cidr in var.network.hub_address_space : "network.hub_address_space[${index}]" => cidr },
    merge([for name, zone in var.further_landing_zones : { for index, cidr in zone.address_space : "further_landing_zones.${name}.address_space[${index}]" => cidr }]...),
    { "network.service_cidr" = var.network.service_cidr, "network.pod_cidr" = var.network.pod_cidr },
  )

  # Those that are made.
  subnets = merge(
    { "network.aks_subnet" = var.network.aks_subnet, "network.endpoint_subnet" = var.network.endpoint_subnet },
    { for cidr in local.portal_nodes : "network.portal_subnet" => cidr },
    { for cidr in local.builders : "network.build_subnet" => cidr },
  )

  # First and last address of a range as numbers, so that two can be compared.
  ranges = {
    for name, cidr in merge(local.networks, local.subnets) : name => {
      cidr  = cidr
      first = sum([for index, part in split(".", cidrhost(cidr, 0)) : tonumber(part) * pow(256, 3 - index)])
      last  = sum([for index, part in split(".", cidrhost(cidr, -1)) : tonumber(part) * pow(256, 3 - index)])
    }
  }

  overlapping = flatten([
    for names in [sort(keys(local.networks)), sort(keys(local.subnets))] : [
      for i, one in names : [
        for other in slice(names, i + 1, length(names)) :
        "${one} (${local.ranges[one].cidr}) and ${other} (${local.ranges[other].cidr})"
        if local.ranges[one].first <= local.ranges[other].last && local.ranges[other].first <= local.ranges[one].last
      ]
    ]
  ])

  spoke = [for name, range in local.ranges : range if startswith(name, "network.spoke_address_space")]
  outside = [
    for name in keys(local.subnets) : "${name} (${local.ranges[name].cidr})"
    if !anytrue([for space in local.spoke : space.first <= local.ranges[name].first && local.ranges[name].last <= space.last])
  ]

  # Azure keeps five addresses of each subnet; of a pool that is made anew the machines stand twice for a while.
  portal_addresses = pow(2, 32 - tonumber(split("/", var.network.portal_subnet)[1])) - 5
  portal_machines  = 2 * coalesce(local.portal_pool.max_count, local.portal_pool.count)

  # Known before either vault is made.
  one_vault = try(
    lower(split("/", var.firewall.tls_inspection.key_vault_id)[8]) == local.names.key_vault
    || lower(regex("^https://([^.]+)", var.firewall.tls_inspection.key_vault_secret_id)[0]) == local.names.key_vault,
    false,
  )

  unoffered = [for model in var.offered_models : model.name if !contains(var.allowed_models, model.name)]
}

resource "terraform_data" "checks" {
  lifecycle {
    precondition {
      condition     = length(local.overlapping) == 0
      error_message = "These address ranges overlap: ${join("; ", local.overlapping)}. Networks that overlap cannot be peered, subnets not be made, and a Service with an address of the network's is never reached."
    }

    precondition {
      condition     = length(local.outside) == 0
      error_message = "These subnets lie outside of network.spoke_address_space (${join(", ", var.network.spoke_address_space)}): ${join(", ", local.outside)}. Name ranges of it that are free."
    }

    precondition {
      condition     = local.portal_addresses >= local.portal_machines
      error_message = "network.portal_subnet (${var.network.portal_subnet}) has ${max(0, local.portal_addresses)} addresses for machines, and the portal's pool may need ${local.portal_machines} while it is made anew. Name a larger range, or fewer machines."
    }

    precondition {
      condition     = var.existing_hub == null || var.existing_portal != null
      error_message = "existing_hub without existing_portal: the hub's firewall lets one portal's machines out to Microsoft Graph and Resource Manager, those of the landing zone that made it. Name that one's output `portal`."
    }

    precondition {
      condition     = length(local.unoffered) == 0
      error_message = "offered_models has what allowed_models does not allow: ${join(", ", local.unoffered)}. The portal would offer it, and the policy refuse it."
    }

    precondition {
      condition     = length(local.names.key_vault) <= 24
      error_message = "The key vault would be called ${local.names.key_vault}: vaults' names have 24 characters at most. Choose a shorter organization."
    }

    precondition {
      condition     = length(local.names.grafana) <= 23
      error_message = "The Grafana would be called ${local.names.grafana}: its name has 23 characters at most. Choose a shorter organization."
    }

    precondition {
      condition     = var.registry.image_build != "agent_pool" || contains(local.agent_pool_regions, var.location)
      error_message = "registry.image_build is agent_pool, which ${var.location} does not offer (it does: ${join(", ", local.agent_pool_regions)}). Take trusted_task or external (docs/releases.md)."
    }

    precondition {
      condition     = var.firewall.tls_inspection == null || !local.one_vault
      error_message = "firewall.tls_inspection names ${local.names.key_vault}, which holds the portal's secrets: the firewall could read the key that signs user tokens, and the portal the one that signs every certificate. Keep the authority in a vault of its own."
    }

    precondition {
      condition     = length(local.missing_models) == 0
      error_message = "${var.location} has no ${join(", ", local.missing_models)}: take it out of offered_models, or choose a region that has it."
    }
  }
}

locals {
  # A preview: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools
  agent_pool_regions = ["westus2", "southcentralus", "eastus2", "eastus", "centralus", "westeurope", "northeurope", "canadacentral", "eastasia", "southeastasia", "japaneast"]

  offered        = [for model in var.offered_models : "${model.name} ${model.version} ${model.sku}"]
  missing_models = var.region_models == null ? [] : setsubtract(local.offered, var.region_models)
}

# The provider cannot ask; the plan says so as long as nobody else did.
check "region_has_models" {
  assert {
    condition     = var.region_models != null
    error_message = "Whether ${var.location} has the offered models was not checked: region_models is not given (docs/landing-zone.md has the command that writes it). The portal asks Azure when it starts."
  }
}
