# Sign-in, tenant and subscription come from the environment (ARM_*) or from `az login`.
provider "azurerm" {
  features {
    # What Azure keeps after a deletion can be restored: nothing here purges it.
    cognitive_account {
      purge_soft_delete_on_destroy = false
    }
    key_vault {
      purge_soft_delete_on_destroy    = false
      recover_soft_deleted_key_vaults = true
    }
    log_analytics_workspace {
      permanently_delete_on_destroy = false
    }
    # A group in which something else lies stays, and says so.
    resource_group {
      prevent_deletion_if_contains_resources = true
    }
  }

  # Only what the landing zone and the portal's applications need; the portal itself registers nothing.
  resource_provider_registrations = "none"
  resource_providers_to_register = [
    "Microsoft.AlertsManagement",
    "Microsoft.Authorization",
    "Microsoft.CognitiveServices",
    "Microsoft.Consumption",
    "Microsoft.ContainerRegistry",
    "Microsoft.ContainerService",
    "Microsoft.Dashboard",
    "Microsoft.DBforPostgreSQL",
    "Microsoft.Insights",
    "Microsoft.KeyVault",
    "Microsoft.KubernetesConfiguration",
    "Microsoft.ManagedIdentity",
    "Microsoft.Monitor",
    "Microsoft.Network",
    "Microsoft.OperationalInsights",
    "Microsoft.PolicyInsights",
    "Microsoft.ServiceLinker",
  ]
}

# Where the hub lies: for a second landing zone, the first one's subscription. The hub's side of the peering goes there.
provider "azurerm" {
  alias           = "hub"
  subscription_id = var.existing_hub == null ? null : split("/", var.existing_hub.id)[2]
  features {}
  resource_provider_registrations = "none"
}
