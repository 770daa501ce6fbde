# The customer's document, value for value: what it does not say is chosen as a small production would.
firewall = { sku_tier = "Premium" }

cluster = {
  sku_tier = "Standard"
  pools = {
    system  = { vm_size = "Standard_D4as_v5", count = 2 }
    general = { vm_size = "Standard_D4as_v5", count = 2, max_count = 5 }
    shared  = { vm_size = "Standard_D2as_v5", count = 1 }
    portal  = { vm_size = "Standard_D2as_v5", count = 2 }
  }
}

# §3.1 and §3.2: one account, its three addresses, and the registry's two.
shared_foundry = {
  models = {
    # gpt-5.2-chat of the document was retired on 2026-06-29; this is what stands of its family.
    "gpt-5.2" = { name = "gpt-5.2", version = "2025-12-11", sku = "GlobalStandard", capacity = 10 }
  }
}

endpoint_addresses = {
  foundry  = { default = "10.2.0.16", secondary = "10.2.0.17", third = "10.2.0.18" }
  registry = { registry_data_koreacentral = "10.2.0.19", registry = "10.2.0.20" }
}
