# Two pools for what people run: one with the reference's taint, which the applications' pods tolerate, and one without any, since
# Service Connector's job and the extensions' pods tolerate none, and hang on a cluster of tainted nodes alone.
# Where the portal runs there is a third, in a subnet of its own, by which the firewall and its database tell it from everybody's pods; no
# application's pod tolerates its taint (plugins/private-ai-backend/src/releases/takenPod.ts).
locals {
  pools = merge(
    {
      general = { size = var.pools.general, taints = ["workload=general:NoSchedule"], subnet = var.subnet_id }
      shared  = { size = var.pools.shared, taints = [], subnet = var.subnet_id }
    },
    var.portal == null ? {} : {
      portal = {
        size   = var.pools.portal
        taints = ["private-ai-portal=true:NoSchedule"]
        subnet = var.portal.subnet_id
      }
    },
  )
}

resource "azurerm_kubernetes_cluster_node_pool" "this" {
  for_each = local.pools

  name                  = each.key
  kubernetes_cluster_id = azurerm_kubernetes_cluster.this.id
  mode                  = "User"
  vm_size               = each.value.size.vm_size
  node_count            = each.value.size.max_count == null ? each.value.size.count : null
  auto_scaling_enabled  = each.value.size.max_count != null
  min_count             = each.value.size.max_count == null ? null : each.value.size.count
  max_count             = each.value.size.max_count
  node_taints           = each.value.taints
  node_labels           = { workload = each.key }
  zones                 = var.zones
  vnet_subnet_id        = each.value.subnet
  os_sku                = "AzureLinux"
  os_disk_type          = each.value.size.os_disk_type
  os_disk_size_gb       = each.value.size.os_disk_size_gb
  kubelet_disk_type     = "OS"
  tags                  = var.tags

  temporary_name_for_rotation = "${each.key}new"

  upgrade_settings {
    max_surge                = "33%"
    drain_timeout_in_minutes = 30
  }

  lifecycle {
    ignore_changes = [node_count, orchestrator_version]
  }
}
