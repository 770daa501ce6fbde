# No public pull (§8): what the cluster needs from elsewhere comes through the registry, under these names. The charts as well.
locals {
  cache_rules = {
    cert-manager-controller = { source = "quay.io/jetstack/cert-manager-controller", target = "jetstack/cert-manager-controller" }
    cert-manager-webhook    = { source = "quay.io/jetstack/cert-manager-webhook", target = "jetstack/cert-manager-webhook" }
    cert-manager-cainjector = { source = "quay.io/jetstack/cert-manager-cainjector", target = "jetstack/cert-manager-cainjector" }
    cert-manager-startup    = { source = "quay.io/jetstack/cert-manager-startupapicheck", target = "jetstack/cert-manager-startupapicheck" }
    cert-manager-chart      = { source = "quay.io/jetstack/charts/cert-manager", target = "charts/cert-manager" }
    otel-operator           = { source = "ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator", target = "opentelemetry/operator" }
    otel-operator-chart     = { source = "ghcr.io/open-telemetry/opentelemetry-helm-charts/opentelemetry-operator", target = "charts/opentelemetry-operator" }
    otel-collector          = { source = "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector", target = "opentelemetry/collector" }
    instrumentation-python  = { source = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-python", target = "opentelemetry/autoinstrumentation-python" }
    instrumentation-nodejs  = { source = "ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-nodejs", target = "opentelemetry/autoinstrumentation-nodejs" }
    # What applications and the portal are built on.
    base-image-node   = { source = "docker.io/library/node", target = "library/node" }
    base-image-python = { source = "docker.io/library/python", target = "library/python" }
  }
}
