# What nobody makes here, whoever they are, the portal included: one initiative, assigned once.
locals {
  # Written out, so that a reader sees what is refused, and why; the built-in ones of the same meaning differ in their parameters by version.
  definitions = {
    no-public-foundry = {
      display = "Foundry accounts answer in the network alone"
      message = "Foundry accounts have publicNetworkAccess Disabled here: the landing zone reaches them by private endpoints."
      rule = {
        if = {
          allOf = [
            { field = "type", equals = "Microsoft.CognitiveServices/accounts" },
            { field = "Microsoft.CognitiveServices/accounts/publicNetworkAccess", notEquals = "Disabled" },
          ]
        }
        then = { effect = "deny" }
      }
    }
    no-foundry-keys = {
      display = "Foundry accounts take no keys"
      message = "Foundry accounts have disableLocalAuth true here: applications sign in with Entra."
      rule = {
        if = {
          allOf = [
            { field = "type", equals = "Microsoft.CognitiveServices/accounts" },
            { field = "Microsoft.CognitiveServices/accounts/disableLocalAuth", notEquals = true },
          ]
        }
        then = { effect = "deny" }
      }
    }
    allowed-models = {
      display = "Only these models are deployed"
      message = "Models that may be deployed here: ${join(", ", var.allowed_models)}. Ask the platform team for another."
      rule = {
        if = {
          allOf = [
            { field = "type", equals = "Microsoft.CognitiveServices/accounts/deployments" },
            { field = "Microsoft.CognitiveServices/accounts/deployments/model.name", notIn = var.allowed_models },
          ]
        }
        then = { effect = "deny" }
      }
    }
    private-registries = {
      display = "Registries answer in the network alone"
      message = "Container registries have publicNetworkAccess Disabled here."
      rule = {
        if = {
          allOf = [
            { field = "type", equals = "Microsoft.ContainerRegistry/registries" },
            { field = "Microsoft.ContainerRegistry/registries/publicNetworkAccess", notEquals = "Disabled" },
          ]
        }
        then = { effect = "deny" }
      }
    }
    # Whoever may write one on any identity of the subscription (the portal may, for its applications') could otherwise become that identity,
    # from anywhere: the cluster's, Flux's, a pipeline's that is Owner.
    trusted-federations = {
      display = "Identities trust workloads of the landing zone's cluster alone"
      message = "Federated credentials are for the applications' identities and the landing zone's own here, and trust its cluster's ServiceAccounts. Ask the platform team for another (allowed_federations)."
      rule = {
        if = {
          allOf = [
            { field = "type", equals = local.federated },
            {
              not = {
                anyOf = [
                  for one in var.federations : {
                    allOf = [
                      # The identity's own name: of a credential, `name` is the credential's.
                      { value = "[first(split(field('fullName'), '/'))]", like = one.identity },
                      { field = "${local.federated}/issuer", equals = one.issuer },
                      { field = "${local.federated}/subject", like = one.subject },
                    ]
                  }
                ]
              }
            },
          ]
        }
        then = { effect = "deny" }
      }
    }
  }

  federated = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"
}

resource "azurerm_policy_definition" "this" {
  for_each = local.definitions

  name         = "private-ai-${each.key}"
  policy_type  = "Custom"
  mode         = "All"
  display_name = each.value.display
  metadata     = jsonencode({ category = "Private AI" })
  policy_rule  = jsonencode(each.value.rule)
}

resource "azurerm_policy_set_definition" "this" {
  name         = "private-ai"
  policy_type  = "Custom"
  display_name = "Private AI landing zone"
  metadata     = jsonencode({ category = "Private AI" })

  dynamic "policy_definition_reference" {
    for_each = azurerm_policy_definition.this
    content {
      policy_definition_id = policy_definition_reference.value.id
      reference_id         = policy_definition_reference.key
    }
  }
}

resource "azurerm_subscription_policy_assignment" "this" {
  name                 = "private-ai"
  display_name         = "Private AI landing zone"
  subscription_id      = var.subscription_scope
  policy_definition_id = azurerm_policy_set_definition.this.id

  dynamic "non_compliance_message" {
    for_each = local.definitions
    content {
      content                        = non_compliance_message.value.message
      policy_definition_reference_id = non_compliance_message.key
    }
  }
}
