# The private cluster of the reference (§5): no public API, no local accounts, out by the firewall and in by nothing.
resource "azurerm_kubernetes_cluster" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  node_resource_group = "${var.resource_group_name}-nodes"
  sku_tier            = var.sku_tier
  kubernetes_version  = var.kubernetes_version
  tags                = var.tags

  private_cluster_enabled             = true
  private_cluster_public_fqdn_enabled = false
  dns_prefix_private_cluster          = var.name
  private_dns_zone_id                 = var.private_dns_zone_id
  # A way into the network that goes around it: the platform team's pipeline stands inside instead.
  run_command_enabled = false

  # People and the portal sign in with Entra; what they may do is the cluster's own RBAC (infra/cluster/portal.yaml).
  local_account_disabled            = true
  role_based_access_control_enabled = true
  azure_active_directory_role_based_access_control {
    tenant_id              = var.tenant_id
    admin_group_object_ids = var.admin_group_object_ids
    azure_rbac_enabled     = false
  }

  # Agents exchange their ServiceAccount's token for Entra's (§4).
  oidc_issuer_enabled       = true
  workload_identity_enabled = true

  azure_policy_enabled         = true
  image_cleaner_enabled        = true
  image_cleaner_interval_hours = 168

  # What the inspecting firewall signs, nodes trust; pods get it from the portal (docs/cluster.md).
  custom_ca_trust_certificates_base64 = local.trusted

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.control_plane.id]
  }

  kubelet_identity {
    client_id                 = azurerm_user_assigned_identity.nodes.client_id
    object_id                 = azurerm_user_assigned_identity.nodes.principal_id
    user_assigned_identity_id = azurerm_user_assigned_identity.nodes.id
  }

  network_profile {
    network_plugin      = "azure"
    network_plugin_mode = "overlay"
    # Of the two that know namespaces of other pods and ports by name, the one that Azure goes on with.
    network_data_plane = "cilium"
    network_policy     = "cilium"
    outbound_type      = "userDefinedRouting"
    load_balancer_sku  = "standard"
    pod_cidr           = var.pod_cidr
    service_cidr       = var.service_cidr
    dns_service_ip     = var.dns_service_ip
  }

  # Prometheus scrapes what PodMonitors name (§7.3); where it sends is the collection rule's.
  monitor_metrics {}

  key_vault_secrets_provider {
    secret_rotation_enabled = true
  }

  node_provisioning_profile {
    mode = "Manual"
  }

  # Only what a cluster needs to be one: the reference's taint CriticalAddonsOnly=true:NoSchedule.
  default_node_pool {
    name                         = "system"
    only_critical_addons_enabled = true
    vm_size                      = var.pools.system.vm_size
    node_count                   = var.pools.system.max_count == null ? var.pools.system.count : null
    auto_scaling_enabled         = var.pools.system.max_count != null
    min_count                    = var.pools.system.max_count == null ? null : var.pools.system.count
    max_count                    = var.pools.system.max_count
    zones                        = var.zones
    vnet_subnet_id               = var.subnet_id
    os_sku                       = "AzureLinux"
    os_disk_type                 = var.pools.system.os_disk_type
    os_disk_size_gb              = var.pools.system.os_disk_size_gb
    kubelet_disk_type            = "OS"
    temporary_name_for_rotation  = "systemnew"

    upgrade_settings {
      max_surge                = "33%"
      drain_timeout_in_minutes = 30
    }
  }

  automatic_upgrade_channel = var.upgrade_channel
  node_os_upgrade_channel   = "NodeImage"

  maintenance_window_auto_upgrade {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.day_of_week
    start_time  = var.maintenance.start_time
    utc_offset  = var.maintenance.utc_offset
    duration    = var.maintenance.hours
  }

  maintenance_window_node_os {
    frequency   = "Weekly"
    interval    = 1
    day_of_week = var.maintenance.day_of_week
    start_time  = var.maintenance.start_time
    utc_offset  = var.maintenance.utc_offset
    duration    = var.maintenance.hours
  }

  lifecycle {
    # The channel upgrades it, the autoscaler counts.
    ignore_changes = [kubernetes_version, default_node_pool[0].node_count, default_node_pool[0].orchestrator_version]
  }

  depends_on = [azurerm_role_assignment.control_plane]
}

locals {
  trusted = var.inspection_ca_pem == null ? null : [
    for certificate in regexall("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----", var.inspection_ca_pem) : base64encode("${certificate}\n")
  ]
}
