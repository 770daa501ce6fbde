variable "registry" {
  description = "Premium in every size: only it has private endpoints. `image_build`: who builds applications' images, where agent_pool is offered only in some regions. `permissions`: who may read and write images, `repositories` (each application's builder its own) or `registry` (whoever has a role on all of it; a registry of before stays so until you change it). Both: docs/releases.md."
  type = object({
    zone_redundant = optional(bool, false)
    image_build    = optional(string, "trusted_task")
    permissions    = optional(string, "registry")
    agent_pool = optional(object({
      name      = optional(string, "build")
      tier      = optional(string, "S1")
      instances = optional(number, 1)
    }), {})
  })
  default = {}

  validation {
    condition     = contains(["agent_pool", "trusted_task", "external"], var.registry.image_build)
    error_message = "registry.image_build: agent_pool, trusted_task or external."
  }

  validation {
    condition     = contains(["registry", "repositories"], var.registry.permissions)
    error_message = "registry.permissions: registry or repositories."
  }
}

variable "key_vault" {
  description = "Purge protection cannot be turned off again: a vault's name is then taken for 90 days after a deletion."
  type = object({
    sku              = optional(string, "standard")
    purge_protection = optional(bool, true)
  })
  default = {}
}

variable "shared_foundry" {
  description = "One Foundry account for all applications, with its model deployments (capacity in thousands of tokens a minute); null: each application gets its own from the portal."
  type = object({
    # Global: it becomes a name in the public DNS.
    subdomain = optional(string)
    models = map(object({
      name     = string
      version  = string
      sku      = string
      capacity = number
    }))
  })
  default = null
}

variable "playground" {
  description = "A Foundry account on which people try instructions in the form, with its model deployments (capacity in thousands of tokens a minute, shared by everybody who tries); the portal offers those that are in offered_models. null: none, and the form shows nothing of it."
  type = object({
    # Global: it becomes a name in the public DNS.
    subdomain = optional(string)
    models = map(object({
      name     = string
      version  = string
      sku      = string
      capacity = number
    }))
  })
  default = null
}

variable "allowed_models" {
  description = "Models that may be deployed in the subscription, by name; what the portal offers has to be among them."
  type        = list(string)
  default     = ["gpt-5.2", "gpt-4.1", "gpt-4.1-mini"]
}

variable "offered_models" {
  description = "What the portal's form offers: capacities in thousands of tokens a minute."
  type = list(object({
    name             = string
    version          = string
    sku              = string
    max_capacity     = number
    default_capacity = optional(number)
  }))
  default = [
    { name = "gpt-5.2", version = "2025-12-11", sku = "GlobalStandard", max_capacity = 100, default_capacity = 10 },
  ]
}

variable "region_models" {
  description = "What the region has, each as `name version sku`, out of `az cognitiveservices model list` (docs/landing-zone.md); null: not checked."
  type        = set(string)
  default     = null
}

variable "budget" {
  description = "Alerts by e-mail when the month's cost of the landing zone passes a share of this amount (in the subscription's currency); null: none."
  type = object({
    amount = number
    emails = list(string)
    # First day of a month, ISO 8601 date.
    start = string
  })
  default = null
}
