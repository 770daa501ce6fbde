# What dashboards and alerts ask again and again of private AI applications, worked out once a minute. Names as the OpenTelemetry
# Collector writes them; both runtimes' where they differ (docs/telemetry.md).
locals {
  calls  = "sum by (k8s_namespace_name) (rate(gen_ai_client_operation_duration_seconds_count[5m]))"
  failed = "sum by (k8s_namespace_name) (rate(gen_ai_client_operation_duration_seconds_count{error_type!~\"|cancelled\"}[5m]))"

  application_rules = {
    # An app's own count; for an AG-UI service that has none, what it was posted.
    "private_ai:requests:rate5m" = join(" or ", [
      for series in [
        "agui_agent_request_count_total",
        "http_server_request_duration_seconds_count{http_request_method=\"POST\"}",
        "http_server_duration_milliseconds_count{http_method=\"POST\"}",
      ] : "sum by (k8s_namespace_name) (rate(${series}[5m]))"
    ])
    "private_ai:calls:rate5m"  = local.calls
    "private_ai:failed:rate5m" = local.failed
    # 0 where nothing failed: the series of failures begins with the first one.
    "private_ai:failed:share" = "(${local.failed} or 0 * ${local.calls}) / (${local.calls} > 0)"
    "private_ai:tokens:rate5m" = join(" or ", [
      for series in ["gen_ai_client_token_usage_sum", "gen_ai_client_token_usage_tokens_sum"] :
      "sum by (k8s_namespace_name, gen_ai_token_type) (rate(${series}[5m]))"
    ])
    "private_ai:latency:p95"     = "histogram_quantile(0.95, sum by (k8s_namespace_name, le) (rate(gen_ai_client_operation_duration_seconds_bucket[5m])))"
    "private_ai:first_token:p95" = "histogram_quantile(0.95, sum by (k8s_namespace_name, le) (rate(gen_ai_client_operation_time_to_first_chunk_seconds_bucket[5m])))"
  }
}

resource "azurerm_monitor_alert_prometheus_rule_group" "applications" {
  name                = "private-ai-applications"
  location            = var.location
  resource_group_name = var.resource_group_name
  description         = "Requests, failures, latency and tokens of private AI applications, by namespace."
  scopes              = [azurerm_monitor_workspace.this.id]
  interval            = "PT1M"
  tags                = var.tags

  dynamic "rule" {
    for_each = local.application_rules
    content {
      record     = rule.key
      expression = rule.value
      enabled    = true
    }
  }
}
