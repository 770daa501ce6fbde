# Who the portal is in Azure: an identity without a secret, which its ServiceAccount becomes (§4), and the roles that it may be given.
resource "azurerm_user_assigned_identity" "this" {
  name                = var.name
  location            = var.location
  resource_group_name = var.resource_group_name
  tags                = var.tags
}

resource "azurerm_federated_identity_credential" "this" {
  name                      = "portal"
  user_assigned_identity_id = azurerm_user_assigned_identity.this.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = var.issuer
  subject                   = "system:serviceaccount:${var.service_account.namespace}:${var.service_account.name}"
}

resource "azurerm_role_definition" "this" {
  for_each = var.roles

  name              = var.role_suffix == "" ? each.value.Name : "${each.value.Name} ${var.role_suffix}"
  description       = each.value.Description
  scope             = var.subscription_scope
  assignable_scopes = var.assignable_scopes

  permissions {
    actions          = each.value.Actions
    not_actions      = each.value.NotActions
    data_actions     = each.value.DataActions
    not_data_actions = each.value.NotDataActions
  }
}
