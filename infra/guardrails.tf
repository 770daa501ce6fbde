module "guardrails" {
  source = "./modules/guardrails"

  subscription_scope    = local.subscription
  allowed_models        = var.allowed_models
  cluster_id            = module.cluster.id
  registry_login_server = module.registry.login_server
  budget                = var.budget
  federations           = concat(local.federations, var.allowed_federations)

  # What the policies would refuse stands already as they want it.
  depends_on = [module.foundry, module.playground]
}

locals {
  # Applications' ServiceAccounts, the portal's, and Flux's that pulls charts.
  federations = concat(
    [{ identity = replace(local.application_identity, "{app}", "*"), issuer = module.cluster.oidc_issuer_url, subject = "system:serviceaccount:*" }],
    var.existing_portal != null ? [] : [
      { identity = local.names.portal, issuer = module.cluster.oidc_issuer_url, subject = module.portal[0].subject },
    ],
    var.gitops == null ? [] : [
      { identity = local.names.flux, issuer = module.cluster.oidc_issuer_url, subject = module.gitops[0].subject },
    ],
  )
}

module "diagnostics" {
  source = "./modules/diagnostics"

  log_analytics_id = module.monitoring.log_analytics_id
  targets = merge(
    {
      cluster = {
        id = module.cluster.id
        # What was changed, or with `audit_reads` also who read what (a Secret, for one), which is most of an audit log; and who signed in.
        categories = ["kube-apiserver", var.cluster.audit_reads ? "kube-audit" : "kube-audit-admin", "guard"]
        dedicated  = true
      }
      registry  = { id = module.registry.id }
      key-vault = { id = module.key_vault.id }
    },
    var.existing_hub == null ? { firewall = { id = module.firewall[0].id, dedicated = true } } : {},
    var.existing_portal == null ? { database = { id = module.database[0].id } } : {},
    var.shared_foundry == null ? {} : { foundry = { id = module.foundry[0].id } },
    var.playground == null ? {} : { playground = { id = module.playground[0].id } },
  )
}
