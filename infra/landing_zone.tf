# What the portal reads of all this (app-config.production.yaml, `privateAi.landingZones[]`): a reference to each part, and the same patterns.
locals {
  landing_zone = merge(local.landing_zone_parts, var.playground == null ? {} : {
    playground = { endpoint = "https://${module.playground[0].subdomain}.openai.azure.com" }
  })

  landing_zone_parts = {
    name  = "${var.location}-${var.sequence}"
    title = "${var.organization}, ${var.location}"
    azure = {
      tenantId       = data.azurerm_client_config.current.tenant_id
      subscriptionId = data.azurerm_client_config.current.subscription_id
      location       = var.location
    }
    naming = {
      resourceGroup    = var.applications_group == null ? "rg-{app}-${var.region_code}-${var.sequence}" : var.applications_group
      identity         = local.application_identity
      foundryAccount   = "aif-{app}-${var.region_code}-${var.sequence}"
      foundrySubdomain = "aif-{app}-${var.region_code}-{hash}"
      foundryProject   = "proj-{app}-${var.region_code}-${var.sequence}"
      modelDeployment  = "{model}"
      privateEndpoint  = "pe-aif-{app}-${var.region_code}-${var.sequence}"
      connector        = "{app}_aif_connection"
      namespace        = "{app}"
    }
    foundry = merge(
      { account = var.shared_foundry == null ? "dedicated" : "shared" },
      var.shared_foundry == null ? {} : { accountId = module.foundry[0].id },
    )
    tags = var.tags
    network = merge(
      {
        privateEndpointSubnetId = module.spoke.subnet_ids["pe-subnet"]
        privateEndpointCidr     = var.network.endpoint_subnet
        dnsPolicy               = "portal"
        dnsZoneIds = {
          cognitiveServices = local.dns_zone_ids["privatelink.cognitiveservices.azure.com"]
          openAi            = local.dns_zone_ids["privatelink.openai.azure.com"]
          servicesAi        = local.dns_zone_ids["privatelink.services.ai.azure.com"]
        }
      },
      var.inspection_ca_pem == null ? {} : { caBundle = var.inspection_ca_pem },
    )
    aks = { clusterId = module.cluster.id }
    registry = {
      id          = module.registry.id
      loginServer = module.registry.login_server
      permissions = var.registry.permissions
      build = merge(
        { strategy = var.registry.image_build == "external" ? "external" : "tasks" },
        var.registry.image_build == "agent_pool" ? { agentPool = module.registry.agent_pool_name } : {},
      )
    }
    models = [
      for model in var.offered_models : merge(concat(
        [
          { name = model.name, version = model.version, sku = model.sku, maxCapacity = model.max_capacity },
          model.default_capacity == null ? {} : { defaultCapacity = model.default_capacity },
        ],
        [
          for deployment, one in try(var.playground.models, {}) : { playground = deployment }
          if one.name == model.name && one.version == model.version && one.sku == model.sku
        ],
      )...)
    ]
    runtimes = ["typescript", "python"]
    # No application gets these, also where they come later: the portal's, the gateway's, what takes in requests from outside.
    guardrails = {
      reservedNamespaces = sort(distinct(concat(
        ["gateway", "ingress-nginx", "portal"],
        var.portal_home == null ? [] : [var.portal_home.ingress_namespace, var.portal_home.gateway_namespace],
      )))
    }
    telemetry = {
      operatorNamespace = "opentelemetry-operator-system"
      collectorEndpoint = "http://otel-collector.opentelemetry-operator-system.svc.cluster.local:4318"
      owner             = "landing-zone"
      images = {
        python    = "${module.registry.login_server}/opentelemetry/autoinstrumentation-python:${var.telemetry_versions.python}"
        nodejs    = "${module.registry.login_server}/opentelemetry/autoinstrumentation-nodejs:${var.telemetry_versions.nodejs}"
        collector = "${module.registry.login_server}/opentelemetry/collector:${var.telemetry_versions.collector}"
      }
    }
    metrics = merge(
      { url = module.monitoring.query_endpoint, auth = { type = "entra" } },
      var.grafana == null ? {} : { grafanaUrl = module.grafana[0].endpoint },
    )
  }
}
