output "landing_zone" {
  description = "The entry of `privateAi.landingZones[]` that describes this to the portal, as YAML; what only you know (git, agents' gateway) is left to fill in."
  value       = yamlencode([local.landing_zone])
}

output "hub" {
  description = "For the `existing_hub` of another landing zone."
  value = {
    id                  = local.hub.id
    name                = local.hub.name
    resource_group_name = local.hub.resource_group_name
    firewall_private_ip = local.firewall_ip
    firewall_subnet     = var.existing_hub == null ? var.network.firewall_subnet : var.existing_hub.firewall_subnet
    dns_zone_ids        = local.dns_zone_ids
    private_link_scope  = module.monitoring.private_link_scope
  }
}

output "for_the_hub" {
  description = "Of a second landing zone: its entry of `further_landing_zones` of the first; null of the first."
  value = var.existing_hub == null ? null : {
    subscription_id = data.azurerm_client_config.current.subscription_id
    address_space   = var.network.spoke_address_space
    nodes           = var.network.aks_subnet
    builders        = local.builders
    runners         = local.runners
    portal_hosts = [
      module.cluster.private_fqdn,
      module.registry.login_server,
      regex("https://([^/:]+)", module.monitoring.query_endpoint)[0],
    ]
    monitor_hosts = module.monitoring.collection_hosts
  }
}

output "portal" {
  description = "For the `existing_portal` of another landing zone."
  value       = local.portal
}

output "portal_home" {
  description = "What the portal's own deployment is told: its identity, its database, the cluster that it runs in; null beside an existing portal."
  value = var.existing_portal != null ? null : {
    client_id     = module.portal[0].client_id
    postgres_host = module.database[0].fqdn
    postgres_user = module.portal[0].name
    cluster_api   = "https://${module.cluster.private_fqdn}:443"
    key_vault_uri = module.key_vault.uri
  }
}

output "steps_after_apply" {
  description = "What the provider cannot do."
  value = concat(
    var.grafana == null ? [] : [
      # A role over data, which Owner has not in it; Microsoft's page on Grafana's roles says otherwise. Unconfirmed on live Azure.
      "Say who may sign in to Grafana: az role assignment create --role \"Grafana Admin\" --scope ${module.grafana[0].id} --assignee-principal-type Group --assignee-object-id <your group>",
      "Approve Grafana's private endpoint at the workspace ${local.names.workspace} (Networking, Private endpoint connections), and refresh it in Grafana (Networking, Managed private endpoint).",
      "Bring the dashboard modules/grafana/dashboards/private-ai.json into Grafana, from inside of the network, as one of those: az grafana dashboard create --name ${local.names.grafana} --definition @private-ai.json",
    ],
    var.gitops == null ? [
      "Bring cert-manager, the OpenTelemetry operator and infra/cluster into the cluster: gitops is not set.",
      ] : var.gitops.secret == null ? [] : [
      "Make the Secret ${var.gitops.secret} in flux-system with the sign-in to ${var.gitops.url}: from inside of the network.",
    ],
    !var.cluster.audit_reads ? [] : [
      "Keep reads of the cluster cheap: az monitor log-analytics workspace table update --resource-group ${var.resource_groups.landing_zone} --workspace-name ${local.names.logs} --name AKSAudit --plan Basic",
    ],
    # Microsoft's fixed ids of the two permissions, and of Graph itself.
    !local.portal_stands ? [] : [
      for permission, id in {
        "User.Read.All"        = "df021288-bdef-4463-88db-98f22de89214"
        "GroupMember.Read.All" = "98830695-27a2-44f7-8c18-0c3ebc9698f6"
      } :
      "Let the portal read who may sign in (${permission}), as an administrator of the tenant: az rest --method POST --uri https://graph.microsoft.com/v1.0/servicePrincipals/${local.portal.principal_id}/appRoleAssignments --body \"{'principalId':'${local.portal.principal_id}','appRoleId':'${id}','resourceId':'$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)'}\""
    ],
  )
}
