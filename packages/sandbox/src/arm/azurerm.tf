# What the azurerm provider creates, reads back and destroys on the sandbox; azurerm.test.ts runs it.
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
  name     = "rg-witness"
  location = "koreacentral"
  tags     = { owner = "witness" }
}

resource "azurerm_virtual_network" "spoke" {
  name                = "vnet-witness"
  location            = azurerm_resource_group.app.location
  resource_group_name = azurerm_resource_group.app.name
  address_space       = ["10.64.0.0/16"]
  dns_servers         = ["10.100.0.4"]
}

resource "azurerm_subnet" "endpoints" {
  name                 = "pe-subnet"
  resource_group_name  = azurerm_resource_group.app.name
  virtual_network_name = azurerm_virtual_network.spoke.name
  address_prefixes     = ["10.64.2.0/24"]
}

resource "azurerm_private_dns_zone" "openai" {
  name                = "privatelink.openai.azure.com"
  resource_group_name = azurerm_resource_group.app.name
}

resource "azurerm_user_assigned_identity" "agent" {
  name                = "uami-witness"
  location            = azurerm_resource_group.app.location
  resource_group_name = azurerm_resource_group.app.name
}

resource "azurerm_cognitive_account" "foundry" {
  name                          = "aif-witness-krc-01"
  location                      = azurerm_resource_group.app.location
  resource_group_name           = azurerm_resource_group.app.name
  kind                          = "AIServices"
  sku_name                      = "S0"
  custom_subdomain_name         = "aif-witness-krc-01"
  local_auth_enabled            = false
  public_network_access_enabled = false
  project_management_enabled    = true
  network_acls {
    default_action = "Deny"
    bypass         = "AzureServices"
  }
  identity {
    type = "SystemAssigned"
  }
}

resource "azurerm_cognitive_deployment" "model" {
  name                 = "gpt-4.1-mini"
  cognitive_account_id = azurerm_cognitive_account.foundry.id
  model {
    format  = "OpenAI"
    name    = "gpt-4.1-mini"
    version = "2025-04-14"
  }
  sku {
    name     = "Standard"
    capacity = 5
  }
}

resource "azurerm_private_endpoint" "foundry" {
  name                = "pe-aif-witness-krc-01"
  location            = azurerm_resource_group.app.location
  resource_group_name = azurerm_resource_group.app.name
  subnet_id           = azurerm_subnet.endpoints.id
  private_service_connection {
    name                           = "foundry"
    private_connection_resource_id = azurerm_cognitive_account.foundry.id
    subresource_names              = ["account"]
    is_manual_connection           = false
  }
  private_dns_zone_group {
    name                 = "default"
    private_dns_zone_ids = [azurerm_private_dns_zone.openai.id]
  }
  depends_on = [azurerm_cognitive_deployment.model]
}

resource "azurerm_federated_identity_credential" "agent" {
  name                      = "agent"
  user_assigned_identity_id = azurerm_user_assigned_identity.agent.id
  audience                  = ["api://AzureADTokenExchange"]
  issuer                    = "https://issuer.example"
  subject                   = "system:serviceaccount:witness:agent"
}

resource "azurerm_role_assignment" "agent" {
  scope                = azurerm_cognitive_account.foundry.id
  role_definition_name = "Cognitive Services OpenAI User"
  principal_id         = azurerm_user_assigned_identity.agent.principal_id
  principal_type       = "ServicePrincipal"
  condition            = "!(ActionMatches{'Microsoft.CognitiveServices/accounts/OpenAI/engines/search/action'})"
  condition_version    = "2.0"
}
