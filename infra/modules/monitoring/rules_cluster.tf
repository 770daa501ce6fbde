# What the dashboards that Managed Grafana brings for a cluster read. Portal and CLI make these rules when they turn metrics on; a
# cluster's `monitor_metrics` alone does not. The names are Microsoft's:
# https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-default
locals {
  node_rules = {
    "instance:node_num_cpu:sum"              = "count without (cpu, mode) (node_cpu_seconds_total{job=\"node\",mode=\"idle\"})"
    "instance:node_cpu_utilisation:rate5m"   = "1 - avg without (cpu) (sum without (mode) (rate(node_cpu_seconds_total{job=\"node\",mode=~\"idle|iowait|steal\"}[5m])))"
    "instance:node_load1_per_cpu:ratio"      = "node_load1{job=\"node\"} / count without (cpu, mode) (node_cpu_seconds_total{job=\"node\",mode=\"idle\"})"
    "instance:node_memory_utilisation:ratio" = "1 - node_memory_MemAvailable_bytes{job=\"node\"} / node_memory_MemTotal_bytes{job=\"node\"}"
    "instance:node_vmstat_pgmajfault:rate5m" = "rate(node_vmstat_pgmajfault{job=\"node\"}[5m])"

    "instance_device:node_disk_io_time_seconds:rate5m"          = "rate(node_disk_io_time_seconds_total{job=\"node\",device!=\"\"}[5m])"
    "instance_device:node_disk_io_time_weighted_seconds:rate5m" = "rate(node_disk_io_time_weighted_seconds_total{job=\"node\",device!=\"\"}[5m])"

    "instance:node_network_receive_bytes_excluding_lo:rate5m"  = "sum without (device) (rate(node_network_receive_bytes_total{job=\"node\",device!=\"lo\"}[5m]))"
    "instance:node_network_transmit_bytes_excluding_lo:rate5m" = "sum without (device) (rate(node_network_transmit_bytes_total{job=\"node\",device!=\"lo\"}[5m]))"
    "instance:node_network_receive_drop_excluding_lo:rate5m"   = "sum without (device) (rate(node_network_receive_drop_total{job=\"node\",device!=\"lo\"}[5m]))"
    "instance:node_network_transmit_drop_excluding_lo:rate5m"  = "sum without (device) (rate(node_network_transmit_drop_total{job=\"node\",device!=\"lo\"}[5m]))"
  }

  pod = "cluster, namespace, pod"
  # Joined to a container's series: only of pods that hold what they asked for; with the node that the pod is on.
  held    = "on (${local.pod}) group_left () max by (${local.pod}) (kube_pod_status_phase{phase=~\"Pending|Running\"} == 1)"
  on_node = "on (${local.pod}) group_left (node) topk by (${local.pod}) (1, max by (${local.pod}, node) (kube_pod_info{node!=\"\"}))"

  asked = [
    for one in setproduct(["cpu", "memory"], ["requests", "limits"]) : {
      resource = one[0]
      name     = "kube_pod_container_resource_${one[1]}"
      series   = "kube_pod_container_resource_${one[1]}{job=\"kube-state-metrics\",resource=\"${one[0]}\"}"
    }
  ]

  pod_rules = merge(
    {
      "node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate" = "sum by (${local.pod}, container) (irate(container_cpu_usage_seconds_total{job=\"cadvisor\",image!=\"\"}[5m])) * ${local.on_node}"
      ":node_memory_MemAvailable_bytes:sum"                                      = "sum by (cluster) (node_memory_MemAvailable_bytes{job=\"node\"})"
      "cluster:node_cpu:ratio_rate5m"                                            = "sum by (cluster) (rate(node_cpu_seconds_total{job=\"node\",mode!~\"idle|iowait|steal\"}[5m])) / count by (cluster) (sum by (cluster, instance, cpu) (node_cpu_seconds_total{job=\"node\"}))"
    },
    {
      for kind in ["working_set_bytes", "rss", "cache", "swap"] :
      "node_namespace_pod_container:container_memory_${kind}" => "container_memory_${kind}{job=\"cadvisor\",image!=\"\"} * ${local.on_node}"
    },
    { for one in local.asked : "cluster:namespace:pod_${one.resource}:active:${one.name}" => "${one.series} * ${local.held}" },
    { for one in local.asked : "namespace_${one.resource}:${one.name}:sum" => "sum by (cluster, namespace) (max by (${local.pod}, container) (${one.series}) * ${local.held})" },
  )

  # The workload that a pod is of, for each kind: one name, told apart by a label. A Deployment's pods belong to its ReplicaSet.
  owner = "kube_pod_owner{job=\"kube-state-metrics\",owner_kind=\"%s\"}"
  owners = merge(
    { for kind in ["DaemonSet", "StatefulSet", "Job"] : lower(kind) => format(local.owner, kind) },
    {
      deployment = join(" ", [
        "label_replace(${format(local.owner, "ReplicaSet")}, \"replicaset\", \"$1\", \"owner_name\", \"(.*)\")",
        "* on (cluster, namespace, replicaset) group_left (owner_name)",
        "topk by (cluster, namespace, replicaset) (1, max by (cluster, namespace, replicaset, owner_name) (kube_replicaset_owner{job=\"kube-state-metrics\"}))",
      ])
    },
  )

  cluster_rules = {
    nodes = [for name, expression in local.node_rules : { record = name, expression = expression, labels = {} }]
    kubernetes = concat(
      [for name, expression in local.pod_rules : { record = name, expression = expression, labels = {} }],
      [for kind, pods in local.owners : {
        record     = "namespace_workload_pod:kube_pod_owner:relabel"
        expression = "max by (cluster, namespace, workload, pod) (label_replace(${pods}, \"workload\", \"$1\", \"owner_name\", \"(.*)\"))"
        labels     = { workload_type = kind }
      }],
    )
  }
}

resource "azurerm_monitor_alert_prometheus_rule_group" "cluster" {
  for_each = local.cluster_rules

  name                = "private-ai-${each.key}"
  location            = var.location
  resource_group_name = var.resource_group_name
  description         = "Of the cluster's ${each.key}, for Managed Grafana's own dashboards."
  scopes              = [azurerm_monitor_workspace.this.id]
  interval            = "PT1M"
  tags                = var.tags

  dynamic "rule" {
    for_each = each.value
    content {
      record     = rule.value.record
      expression = rule.value.expression
      labels     = rule.value.labels
      enabled    = true
    }
  }
}
