# Rules by address come before rules by name, whatever their priority: what is refused here never gets to those.
resource "azurerm_firewall_policy_rule_collection_group" "network" {
  name               = "network"
  firewall_policy_id = azurerm_firewall_policy.this.id
  priority           = 200

  network_rule_collection {
    name     = "Net-Allow-DNS"
    priority = 100
    action   = "Allow"

    # §2.2: from spoke and hub, to the proxy and to Azure's own resolver behind it. The proxy answers without it, and no route leads
    # 168.63.129.16 here: it is the document's rule, and says what is meant.
    rule {
      name                  = "dns"
      protocols             = ["UDP", "TCP"]
      source_addresses      = var.sources
      destination_addresses = [var.private_ip_address, "168.63.129.16"]
      destination_ports     = ["53"]
    }
  }

  network_rule_collection {
    name     = "Net-Allow-Time"
    priority = 110
    action   = "Allow"

    # AKS: the nodes' clocks (outbound rules of a private cluster).
    rule {
      name              = "ntp"
      protocols         = ["UDP"]
      source_addresses  = var.nodes
      destination_fqdns = ["ntp.ubuntu.com"]
      destination_ports = ["123"]
    }
  }

  # Everything but what rules by name may still allow, refused by a name of its own: the log then tells it from no rule at all.
  network_rule_collection {
    name     = "Net-Deny-All-Else"
    priority = 60000
    action   = "Deny"

    rule {
      name                  = "not-web"
      protocols             = ["TCP"]
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["1-79", "81-442", "444-65535"]
    }

    rule {
      name                  = "not-tcp"
      protocols             = ["UDP", "ICMP"]
      source_addresses      = ["*"]
      destination_addresses = ["*"]
      destination_ports     = ["*"]
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
