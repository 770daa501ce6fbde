# Three zones, machines enough to lose one, SLAs, a standby for the database.
firewall = {
  sku_tier = "Premium"
  zones    = ["1", "2", "3"]
}

cluster = {
  sku_tier    = "Standard"
  zones       = ["1", "2", "3"]
  audit_reads = true
  pools = {
    system  = { vm_size = "Standard_D4as_v5", count = 3 }
    general = { vm_size = "Standard_D8as_v5", count = 3, max_count = 12 }
    shared  = { vm_size = "Standard_D4as_v5", count = 3, max_count = 6 }
    portal  = { vm_size = "Standard_D2as_v5", count = 3 }
  }
}

registry = { zone_redundant = true }
grafana  = { zone_redundant = true }

database = {
  sku_name              = "GP_Standard_D2ds_v5"
  storage_mb            = 131072
  zone                  = "1"
  standby_zone          = "2"
  backup_retention_days = 35
  geo_redundant_backup  = true
}

monitoring = { retention_in_days = 90 }
