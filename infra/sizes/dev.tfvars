# The cheapest that works: for trying it out. No SLA, one machine a pool, no zones; the firewall without TLS inspection.
firewall = { sku_tier = "Standard" }

cluster = {
  sku_tier        = "Free"
  upgrade_channel = "stable"
  pools = {
    system  = { vm_size = "Standard_D2as_v5", count = 1 }
    general = { vm_size = "Standard_D2as_v5", count = 1 }
    shared  = { vm_size = "Standard_D2as_v5", count = 1 }
    portal  = { vm_size = "Standard_D2as_v5", count = 1 }
  }
}

database   = { sku_name = "B_Standard_B2s" }
monitoring = { daily_quota_gb = 1 }
grafana    = null

# Can be taken down and laid again under the same name.
key_vault = { purge_protection = false }

# Costs nothing while nobody asks.
playground = {
  models = {
    "gpt-5.2"      = { name = "gpt-5.2", version = "2025-12-11", sku = "GlobalStandard", capacity = 20 }
    "gpt-4.1-mini" = { name = "gpt-4.1-mini", version = "2025-04-14", sku = "Standard", capacity = 20 }
  }
}
