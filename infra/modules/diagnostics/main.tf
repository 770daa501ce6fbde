# Who did what, and what was refused, kept in one place.
resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each = var.targets

  name                       = "to-log-analytics"
  target_resource_id         = each.value.id
  log_analytics_workspace_id = var.log_analytics_id
  # Tables of their own where a service has them.
  log_analytics_destination_type = each.value.dedicated ? "Dedicated" : null

  dynamic "enabled_log" {
    for_each = each.value.categories
    content {
      category = enabled_log.value
    }
  }

  dynamic "enabled_log" {
    for_each = length(each.value.categories) == 0 ? ["allLogs"] : []
    content {
      category_group = enabled_log.value
    }
  }
}
