# Every name in one place, by the reference's patterns.
locals {
  code = "${var.organization}-${var.region_code}-${var.sequence}"

  names = {
    hub_network   = "vnet-${var.organization}-${var.location}-prd-${var.sequence}"
    spoke_network = "vnet-${var.organization}-${var.location}-${var.sequence}"
    firewall      = "afw-${local.code}"
    cluster       = "aks-${var.organization}-${var.location}-${var.sequence}"
    flux          = "uami-flux-${local.code}"
    registry      = replace("acr${local.code}", "-", "")
    foundry       = "aif-${local.code}"
    # No application is called so: its account ends with the region and the number.
    playground   = "aif-${local.code}-playground"
    key_vault    = "kv-${local.code}"
    database     = "psql-${local.code}"
    portal       = "uami-portal-${local.code}"
    logs         = "log-${local.code}"
    workspace    = "amw-${local.code}"
    private_link = "ampls-${local.code}"
    grafana      = "amg-${local.code}"
  }

  # Of each application's identity, as the portal fills it in: what a policy knows them by.
  application_identity = "uami-aif-{app}-${var.region_code}-${var.sequence}"

  # One Foundry account answers under three names.
  foundry_zones = [
    "privatelink.cognitiveservices.azure.com",
    "privatelink.openai.azure.com",
    "privatelink.services.ai.azure.com",
  ]

  # The nine zones of the reference, the two that it leaves out, and those of what stands beside it.
  dns_zones = concat(
    local.foundry_zones,
    [
      "privatelink.azurecr.io",
      "privatelink.monitor.azure.com",
      "privatelink.ods.opinsights.azure.com",
      "privatelink.oms.opinsights.azure.com",
      "privatelink.agentsvc.azure-automation.net",
      "privatelink.blob.core.windows.net",
    ],
    [
      "privatelink.${var.location}.azmk8s.io",
      "privatelink.${var.location}.prometheus.monitor.azure.com",
    ],
    [
      "privatelink.vaultcore.azure.net",
      "privatelink.postgres.database.azure.com",
      "privatelink.grafana.azure.com",
    ],
  )
}
