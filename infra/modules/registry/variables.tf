variable "name" {
  description = "Name of the registry, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{5,50}$", var.name))
    error_message = "name: a registry's has 5 to 50 lower-case letters and digits."
  }
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone."
  type        = string
}

variable "zone_redundant" {
  description = "Spread over the region's zones; cannot be changed later."
  type        = bool
  default     = false
}

variable "image_build" {
  description = "Who builds applications' images: agent_pool (machines of the registry in the network), trusted_task (the registry's, let in as Azure's), external (the company's CI pushes)."
  type        = string
}

variable "permissions" {
  description = "Who may read and write images: repositories (ABAC: conditions of role assignments name repositories, and AcrPull and AcrPush give nothing), registry (roles on all of it)."
  type        = string
  default     = "registry"
}

variable "agent_pool" {
  description = "With agent_pool: its machines."
  type = object({
    name      = string
    tier      = string
    instances = number
    subnet_id = string
  })
  default = null
}

variable "cache_rules" {
  description = "What comes through this registry from another: by name of the rule, repository there and here."
  type        = map(object({ source = string, target = string }))
  default     = {}
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
