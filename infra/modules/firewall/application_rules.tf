# Rules by name, each for what the reference needs. Nodes and pods are one source: pods leave the overlay with their node's address,
# and what a pod may open is its NetworkPolicy's to say.
locals {
  # Never inspected: these pin their certificates, or sign in with a client certificate of their own (AKS: "TLS inspection is not
  # supported for required endpoints").
  uninspected = {
    entra = {
      # Workload identity exchanges its token here; the portal signs people in, and asks Graph who they are.
      fqdns = ["login.microsoftonline.com", "*.identity.azure.net", "graph.microsoft.com"]
    }
    resource-manager = {
      # The portal, and AKS's own agents.
      fqdns = ["management.azure.com"]
    }
    extensions = {
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
      # The Azure Policy add-on (AKS: outbound rules, Azure Policy).
      fqdns = ["data.policy.core.windows.net", "store.policy.core.windows.net"]
    }
  }
  inspect = var.tls_inspection != null

  across = merge(
    { for name, zone in var.landing_zones : "portal-to-${name}" => { from = var.portal, to = zone.portal_hosts } if length(zone.portal_hosts) > 0 },
    { for name, zone in var.landing_zones : "${name}-to-monitor" => { from = zone.nodes, to = zone.monitor_hosts } if length(zone.monitor_hosts) > 0 },
  )
}

resource "azurerm_firewall_policy_rule_collection_group" "application" {
  name               = "application"
  firewall_policy_id = azurerm_firewall_policy.this.id
  priority           = 300

  application_rule_collection {
    name     = "App-Allow-Platform"
    priority = 100
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
      for_each = local.uninspected
      content {
        name              = rule.key
        source_addresses  = var.nodes
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
          source_addresses  = [rule.value.from]
          destination_fqdns = rule.value.to
          protocols {
            type = "Https"
            port = 443
          }
        }
      }
    }
  }

  # §2.2, for image builds: the company names the hosts, and without any there is no such rule.
  dynamic "application_rule_collection" {
    for_each = length(var.package_index_fqdns) == 0 ? [] : ["pypi-and-cdn"]
    content {
      name     = application_rule_collection.value
      priority = 200
      action   = "Allow"

      rule {
        name              = "packages"
        source_addresses  = concat(var.nodes, var.builders)
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
          source_addresses  = var.nodes
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
