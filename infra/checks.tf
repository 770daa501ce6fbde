# Asked before anything is sent: each of these would be refused by Azure in the middle, or would work and be wrong.
locals {
  # First and last address of a range as numbers, so that two can be compared.
  ranges = {
    for name, cidr in merge(
      { for index, cidr in var.network.spoke_address_space : "network.spoke_address_space[${index}]" => cidr },
      { for index, cidr in var.network.hub_address_space : "network.hub_address_space[${index}]" => cidr },
      merge([for name, zone in var.further_landing_zones : { for index, cidr in zone.address_space : "further_landing_zones.${name}.address_space[${index}]" => cidr }]...),
      { "network.service_cidr" = var.network.service_cidr, "network.pod_cidr" = var.network.pod_cidr },
      ) : name => {
      cidr  = cidr
      first = sum([for index, part in split(".", cidrhost(cidr, 0)) : tonumber(part) * pow(256, 3 - index)])
      last  = sum([for index, part in split(".", cidrhost(cidr, -1)) : tonumber(part) * pow(256, 3 - index)])
    }
  }

  names_of_ranges = sort(keys(local.ranges))
  overlapping = flatten([
    for i, one in local.names_of_ranges : [
      for other in slice(local.names_of_ranges, i + 1, length(local.names_of_ranges)) :
      "${one} (${local.ranges[one].cidr}) and ${other} (${local.ranges[other].cidr})"
      if local.ranges[one].first <= local.ranges[other].last && local.ranges[other].first <= local.ranges[one].last
    ]
  ])

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
      error_message = "These address ranges overlap: ${join("; ", local.overlapping)}. Networks that overlap cannot be peered, and a Service with an address of the network's is never reached."
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
