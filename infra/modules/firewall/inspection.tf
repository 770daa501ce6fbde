# The firewall reads the company's intermediate CA with an identity of its own, which may read secrets of that vault and nothing else.
resource "azurerm_user_assigned_identity" "inspection" {
  count = var.tls_inspection == null ? 0 : 1

  name                = "uami-${var.name}-inspection"
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_role_assignment" "inspection" {
  count = var.tls_inspection == null ? 0 : 1

  scope                = var.tls_inspection.key_vault_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.inspection[0].principal_id
  principal_type       = "ServicePrincipal"
}

# The plan says it, each time.
check "inspection" {
  assert {
    condition     = var.tls_inspection != null
    error_message = "TLS is not inspected: firewall.tls_inspection names no certificate. The same rules hold by name alone (SNI), uninspected."
  }
}
