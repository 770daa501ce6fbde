# No public pull (§8): pods run images of the landing zone's registry. Azure's built-in definition, by the cluster's policy add-on.
resource "azurerm_resource_policy_assignment" "images" {
  name                 = "private-ai-images"
  display_name         = "Pods run images of the landing zone's registry"
  resource_id          = var.cluster_id
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/febd0533-8e55-448f-b837-bd0e06f16469"

  parameters = jsonencode({
    effect                      = { value = "Deny" }
    allowedContainerImagesRegex = { value = "^${replace(var.registry_login_server, ".", "\\.")}/.+$" }
    # Azure's own, whose images come from Azure's registry.
    excludedNamespaces = { value = var.excluded_namespaces }
  })

  non_compliance_message {
    content = "Images come from ${var.registry_login_server} here: let the portal build yours, or ask the platform team for a cache rule."
  }
}
