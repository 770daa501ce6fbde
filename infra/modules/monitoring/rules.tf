# What dashboards and alerts ask again and again, worked out once a minute.
resource "azurerm_monitor_alert_prometheus_rule_group" "applications" {
  name                = "private-ai-applications"
  location            = var.location
  resource_group_name = var.resource_group_name
  description         = "Requests, failures and tokens of private AI applications, by namespace."
  scopes              = [azurerm_monitor_workspace.this.id]
  interval            = "PT1M"
  tags                = var.tags

  # Names as the OpenTelemetry Collector writes them; both runtimes' where they differ (docs/telemetry.md).
  dynamic "rule" {
    for_each = {
      "private_ai:calls:rate5m"  = "sum by (k8s_namespace_name) (rate(gen_ai_client_operation_duration_seconds_count[5m]))"
      "private_ai:failed:rate5m" = "sum by (k8s_namespace_name) (rate(gen_ai_client_operation_duration_seconds_count{error_type!~\"|cancelled\"}[5m]))"
      "private_ai:tokens:rate5m" = "sum by (k8s_namespace_name, gen_ai_token_type) (rate(gen_ai_client_token_usage_sum[5m])) or sum by (k8s_namespace_name, gen_ai_token_type) (rate(gen_ai_client_token_usage_tokens_sum[5m]))"
      "private_ai:latency:p95"   = "histogram_quantile(0.95, sum by (k8s_namespace_name, le) (rate(gen_ai_client_operation_duration_seconds_bucket[5m])))"
    }
    content {
      record     = rule.key
      expression = rule.value
      enabled    = true
    }
  }
}

# Those of Azure's own dashboards for a cluster (managed Prometheus, default recording rules), as far as ours read them.
resource "azurerm_monitor_alert_prometheus_rule_group" "cluster" {
  name                = "private-ai-cluster"
  location            = var.location
  resource_group_name = var.resource_group_name
  description         = "CPU and memory of containers and nodes."
  scopes              = [azurerm_monitor_workspace.this.id]
  interval            = "PT1M"
  tags                = var.tags

  dynamic "rule" {
    for_each = {
      "namespace:container_cpu_usage_seconds:rate5m"   = "sum by (namespace) (rate(container_cpu_usage_seconds_total{container!=\"\"}[5m]))"
      "namespace:container_memory_working_set_bytes"   = "sum by (namespace) (container_memory_working_set_bytes{container!=\"\"})"
      "instance:node_cpu_utilisation:rate5m"           = "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))"
      "instance:node_memory_utilisation:ratio"         = "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes"
      "namespace:kube_pod_container_restarts:increase" = "sum by (namespace) (increase(kube_pod_container_status_restarts_total[1h]))"
    }
    content {
      record     = rule.key
      expression = rule.value
      enabled    = true
    }
  }
}
