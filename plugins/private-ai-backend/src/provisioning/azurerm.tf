# The resources of one application, but for the linker, as the azurerm provider writes them; azurerm.test.ts runs it.
terraform {
  required_providers {
    azurerm = { source = "hashicorp/azurerm" }
  }
}

variable "metadata_host" { type = string }
variable "tenant_id" { type = string }
variable "subscription_id" { type = string }
variable "client_id" { type = string }
variable "client_secret" {
  type      = string
  sensitive = true
}
variable "location" { type = string }
variable "names" {
  type = object({
    resourceGroup    = string
    identity         = string
    foundryAccount   = string
    foundrySubdomain = string
    foundryProject   = string
    modelDeployment  = string
    privateEndpoint  = string
    namespace        = string
  })
}
variable "tags" { type = map(string) }
# Whose it is stands on its group alone.
variable "group_tags" { type = map(string) }
variable "model" {
  type = object({
    name     = string
    version  = string
    sku      = string
    capacity = number
  })
}
variable "subnet_id" { type = string }
variable "dns_zone_ids" { type = list(string) }
variable "issuer" { type = string }
variable "free_names" {
  type = object({
    connection           = string
    federated_credential = string
  })
  description = "Names that say nothing, so that whoever makes the resource may choose."
}

provider "azurerm" {
  features {}
  metadata_host                   = var.metadata_host
  tenant_id                       = var.tenant_id
  subscription_id                 = var.subscription_id
  client_id                       = var.client_id
  client_secret                   = var.client_secret
  resource_provider_registrations = "none"
}

resource "azurerm_resource_group" "app" {
  name     = var.names.resourceGroup
  location = var.location
  tags     = merge(var.tags, var.group_tags)
}

resource "azurerm_user_assigned_identity" "app" {
  name                = var.names.identity
  location            = azurerm_resource_group.app.location
  resource_group_name = azurerm_resource_group.app.name
  tags                = var.tags
}

resource "azurerm_cognitive_account" "foundry" {
  name                          = var.names.foundryAccount
  location                      = azurerm_resource_group.app.location
  resource_group_name           = azurerm_resource_group.app.name
  kind                          = "AIServices"
  sku_name                      = "S0"
  custom_subdomain_name         = var.names.foundrySubdomain
  local_auth_enabled            = false
  public_network_access_enabled = false
  project_management_enabled    = true
  tags                          = var.tags
  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_cognitive_account_project" "app" {
  name                 = var.names.foundryProject
  cognitive_account_id = azurerm_cognitive_account.foundry.id
  location             = azurerm_resource_group.app.location
  tags                 = var.tags
  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_cognitive_deployment" "model" {
  name                   = var.names.modelDeployment
  cognitive_account_id   = azurerm_cognitive_account.foundry.id
  version_upgrade_option = "NoAutoUpgrade"
  model {
    format  = "OpenAI"
    name    = var.model.name
    version = var.model.version
  }
  sku {
    name     = var.model.sku
    capacity = var.model.capacity
  }
}

resource "azurerm_private_endpoint" "foundry" {
  name                = var.names.privateEndpoint
  location            = azurerm_resource_group.app.location
  resource_group_name = azurerm_resource_group.app.name
  subnet_id           = var.subnet_id
  tags                = var.tags
  private_service_connection {
    name                           = var.free_names.connection
    private_connection_resource_id = azurerm_cognitive_account.foundry.id
    subresource_names              = ["account"]
    is_manual_connection           = false
  }
  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = var.dns_zone_ids
  }
  # The network provider takes an account that was made a moment ago for one that is still being made.
  depends_on = [azurerm_cognitive_deployment.model]
}

resource "azurerm_role_assignment" "openai_user" {
  scope                = azurerm_cognitive_account.foundry.id
  role_definition_name = "Cognitive Services OpenAI User"
  principal_id         = azurerm_user_assigned_identity.app.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_federated_identity_credential" "agent" {
  name                      = var.free_names.federated_credential
  user_assigned_identity_id = azurerm_user_assigned_identity.app.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = var.issuer
  subject                   = "system:serviceaccount:${var.names.namespace}:sc-account-${azurerm_user_assigned_identity.app.client_id}"
}
