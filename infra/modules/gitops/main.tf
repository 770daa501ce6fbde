# What stands inside of the cluster comes by Flux, which asks from within: nothing outside of the network reaches the cluster's API.
resource "azurerm_kubernetes_cluster_extension" "flux" {
  name           = "flux"
  cluster_id     = var.cluster_id
  extension_type = "microsoft.flux"

  configuration_settings = {
    # Kustomizations of one team stay out of another's namespaces. What Flux reads (HelmRelease, HelmRepository) lies for that in the
    # configuration's own namespace, and names where it goes by `targetNamespace`.
    "multiTenancy.enforce" = "true"
    # A variable that nobody gave is an error, not an empty text.
    "kustomize-controller.strict-substitution-mode" = "true"
    "workloadIdentity.enable"                       = "true"
    "workloadIdentity.azureClientId"                = azurerm_user_assigned_identity.flux.client_id
  }

  # Flux begins to pull as soon as it stands.
  depends_on = [azurerm_federated_identity_credential.source_controller, azurerm_role_assignment.pull]
}

resource "azurerm_kubernetes_flux_configuration" "this" {
  name       = "landing-zone"
  cluster_id = var.cluster_id
  namespace  = "flux-system"
  scope      = "cluster"

  git_repository {
    url             = var.repository.url
    reference_type  = var.repository.reference_type
    reference_value = var.repository.reference_value
    # A Secret in flux-system with the sign-in, made by the platform team: here it would lie in the state.
    local_auth_reference     = var.repository.secret
    sync_interval_in_seconds = 300
    timeout_in_seconds       = 120
  }

  dynamic "kustomizations" {
    for_each = var.kustomizations
    content {
      name                       = kustomizations.key
      path                       = kustomizations.value.path
      depends_on                 = kustomizations.value.depends_on
      garbage_collection_enabled = true
      wait                       = true
      timeout_in_seconds         = 600
      sync_interval_in_seconds   = 300
      retry_interval_in_seconds  = 60

      post_build {
        substitute = var.substitute
      }
    }
  }

  depends_on = [azurerm_kubernetes_cluster_extension.flux]
}
