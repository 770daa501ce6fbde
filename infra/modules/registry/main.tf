# Premium, since only that has private endpoints; nobody pulls from outside, and nobody signs in with a password (§3.1, §8).
resource "azurerm_container_registry" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  sku                 = "Premium"
  tags                = var.tags

  admin_enabled                 = false
  anonymous_pull_enabled        = false
  public_network_access_enabled = false
  data_endpoint_enabled         = true
  zone_redundancy_enabled       = var.zone_redundant
  role_assignment_mode          = var.permissions == "repositories" ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions"

  # What nobody tagged for so long is an image that a later push has replaced.
  retention_policy_in_days = 30

  # A registry without public access refuses its own tasks, unless it trusts them.
  network_rule_bypass_option            = "AzureServices"
  network_rule_bypass_for_tasks_enabled = var.image_build == "trusted_task"
}

# Images and charts from elsewhere come through the registry, which keeps them: pulls stay inside.
resource "azurerm_container_registry_cache_rule" "this" {
  for_each = var.cache_rules

  name                  = each.key
  container_registry_id = azurerm_container_registry.this.id
  source_repo           = each.value.source
  target_repo           = each.value.target
}

# Machines of the registry inside the network: a preview, and not in every region.
resource "azurerm_container_registry_agent_pool" "this" {
  count = var.agent_pool == null ? 0 : 1

  name                      = var.agent_pool.name
  location                  = var.location
  resource_group_name       = var.resource_group_name
  container_registry_name   = azurerm_container_registry.this.name
  tier                      = var.agent_pool.tier
  instance_count            = var.agent_pool.instances
  virtual_network_subnet_id = var.agent_pool.subnet_id
  tags                      = var.tags
}
