# Rules by name, each for what the reference needs. Nodes and pods are one source: pods leave the overlay with their node's address,
# and what a pod may open is its NetworkPolicy's to say. The portal's nodes are a source of their own, and so are builders: by Graph, Resource
# Manager or a package index anybody's pod could carry data into somebody else's tenant or account.
locals {
  # Where applications' pods may be: on every node but the portal's.
  applications = [for range in var.nodes : range if !contains(var.portal, range)]

  # Never inspected: these pin their certificates, or sign in with a client certificate of their own (AKS: "TLS inspection is not
  # supported for required endpoints").
  uninspected = {
    entra = {
      # Workload identity exchanges its token here; the portal signs people in.
      from  = concat(var.nodes, var.builders)
      fqdns = ["login.microsoftonline.com", "*.identity.azure.net"]
    }
    directory = {
      # Who people are.
      from  = var.portal
      fqdns = ["graph.microsoft.com"]
    }
    resource-manager = {
      # The portal's work; and a runner signs in with az, which asks there what it may see.
      from  = concat(var.portal, var.runners)
      fqdns = ["management.azure.com"]
    }
    extensions = {
      from = var.nodes
      # Flux and Service Connector are cluster extensions (AKS: outbound rules, cluster extensions). Unconfirmed on a live cluster.
      fqdns = [
        "${var.location}.dp.kubernetesconfiguration.azure.com",
        "mcr.microsoft.com",
        "*.data.mcr.microsoft.com",
        "arcmktplaceprod.azurecr.io",
        # Where that keeps its layers: five regions, none in Korea.
        "arcmktplaceprod.centralindia.data.azurecr.io",
        "arcmktplaceprod.japaneast.data.azurecr.io",
        "arcmktplaceprod.westus2.data.azurecr.io",
        "arcmktplaceprod.westeurope.data.azurecr.io",
        "arcmktplaceprod.eastus.data.azurecr.io",
      ]
    }
    policy = {
      from = var.nodes
      # The Azure Policy add-on (AKS: outbound rules, Azure Policy).
      fqdns = ["data.policy.core.windows.net", "store.policy.core.windows.net"]
    }
  }

  inspect = var.tls_inspection != null

  across = merge(
    { for name, zone in var.landing_zones : "portal-to-${name}" => { from = var.portal, to = zone.portal_hosts } if length(var.portal) > 0 && length(zone.portal_hosts) > 0 },
    { for name, zone in var.landing_zones : "${name}-to-monitor" => { from = [zone.nodes], to = zone.monitor_hosts } if length(zone.monitor_hosts) > 0 },
  )
}

resource "azurerm_firewall_policy_rule_collection_group" "application" {
  name               = "application"
  firewall_policy_id = azurerm_firewall_policy.this.id
  priority           = 300

  # Before AKS's tag, which names it for every node. Microsoft lists it as required, and runs clusters without any way out (network
  # isolated ones), so nodes do without; unconfirmed on a live cluster.
  dynamic "application_rule_collection" {
    for_each = var.nodes_reach_resource_manager ? [] : ["App-Deny-Resource-Manager"]
    content {
      name     = application_rule_collection.value
      priority = 100
      action   = "Deny"

      rule {
        name              = "applications"
        source_addresses  = local.applications
        destination_fqdns = ["management.azure.com"]
        protocols {
          type = "Https"
          port = 443
        }
        protocols {
          type = "Http"
          port = 80
        }
      }
    }
  }

  application_rule_collection {
    name     = "App-Allow-Platform"
    priority = 110
    action   = "Allow"

    rule {
      name                  = "aks"
      source_addresses      = var.nodes
      destination_fqdn_tags = ["AzureKubernetesService"]
      protocols {
        type = "Https"
        port = 443
      }
      protocols {
        type = "Http"
        port = 80
      }
    }

    dynamic "rule" {
      # Nobody to come from: no rule.
      for_each = { for name, rule in local.uninspected : name => rule if length(rule.from) > 0 }
      content {
        name              = rule.key
        source_addresses  = rule.value.from
        destination_fqdns = rule.value.fqdns
        protocols {
          type = "Https"
          port = 443
        }
      }
    }
  }

  # From one landing zone into another: by name, since what goes by such a rule comes from the firewall, and finds its way back.
  dynamic "application_rule_collection" {
    for_each = length(local.across) == 0 ? [] : ["App-Allow-Landing-Zones"]
    content {
      name     = application_rule_collection.value
      priority = 150
      action   = "Allow"

      dynamic "rule" {
        for_each = local.across
        content {
          name              = rule.key
          source_addresses  = rule.value.from
          destination_fqdns = rule.value.to
          protocols {
            type = "Https"
            port = 443
          }
        }
      }
    }
  }

  # §2.2, for image builds alone: the company names the hosts, and without any there is no such rule.
  dynamic "application_rule_collection" {
    for_each = length(var.package_index_fqdns) == 0 || length(var.builders) == 0 ? [] : ["pypi-and-cdn"]
    content {
      name     = application_rule_collection.value
      priority = 200
      action   = "Allow"

      rule {
        name              = "packages"
        source_addresses  = var.builders
        destination_fqdns = var.package_index_fqdns
        terminate_tls     = local.inspect
        protocols {
          type = "Https"
          port = 443
        }
      }
    }
  }

  dynamic "application_rule_collection" {
    for_each = length(var.allowed_fqdns) == 0 ? [] : ["App-Allow-Company"]
    content {
      name     = application_rule_collection.value
      priority = 300
      action   = "Allow"

      dynamic "rule" {
        for_each = var.allowed_fqdns
        content {
          name              = rule.key
          source_addresses  = concat(var.nodes, var.runners)
          destination_fqdns = rule.value
          terminate_tls     = local.inspect
          protocols {
            type = "Https"
            port = 443
          }
        }
      }
    }
  }

  application_rule_collection {
    name     = "App-Deny-All-Else"
    priority = 60000
    action   = "Deny"

    rule {
      name              = "web"
      source_addresses  = ["*"]
      destination_fqdns = ["*"]
      protocols {
        type = "Https"
        port = 443
      }
      protocols {
        type = "Http"
        port = 80
      }
    }
  }

  # One group of a policy at a time.
  depends_on = [azurerm_firewall_policy_rule_collection_group.network]

  lifecycle {
    create_before_destroy = true
  }
}
