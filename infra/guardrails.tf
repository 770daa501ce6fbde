module "guardrails" {
  source = "./modules/guardrails"

  subscription_scope    = local.subscription
  allowed_models        = var.allowed_models
  cluster_id            = module.cluster.id
  registry_login_server = module.registry.login_server
  budget                = var.budget

  # What the policies would refuse stands already as they want it.
  depends_on = [module.foundry]
}

module "diagnostics" {
  source = "./modules/diagnostics"

  log_analytics_id = module.monitoring.log_analytics_id
  targets = merge(
    {
      cluster = {
        id = module.cluster.id
        # kube-audit without the reads, which are most of it, and who signed in.
        categories = ["kube-apiserver", "kube-audit-admin", "guard"]
        dedicated  = true
      }
      registry  = { id = module.registry.id }
      key-vault = { id = module.key_vault.id }
    },
    var.existing_hub == null ? { firewall = { id = module.firewall[0].id, dedicated = true } } : {},
    var.existing_portal == null ? { database = { id = module.database[0].id } } : {},
    var.shared_foundry == null ? {} : { foundry = { id = module.foundry[0].id } },
  )
}
