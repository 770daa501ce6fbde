# Who pulls charts: nodes carry several identities (their own, and one of each add-on), of which a pod cannot choose, so Flux has its own.
# https://learn.microsoft.com/azure/azure-arc/kubernetes/tutorial-use-gitops-flux2 (workload identity in AKS clusters)
resource "azurerm_user_assigned_identity" "flux" {
  name                = var.identity_name
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "source_controller" {
  name                      = "source-controller"
  user_assigned_identity_id = azurerm_user_assigned_identity.flux.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = var.issuer
  subject                   = "system:serviceaccount:flux-system:source-controller"
}

resource "azurerm_role_assignment" "pull" {
  scope                = var.registry_id
  role_definition_name = var.registry_pull_role
  principal_id         = azurerm_user_assigned_identity.flux.principal_id
  principal_type       = "ServicePrincipal"
}
