variable "organization" {
  description = "Short name of the company, a part of every name: lower-case letters and digits, 2 to 12."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.organization))
    error_message = "organization: 2 to 12 lower-case letters and digits, a letter first: it becomes part of names that allow nothing else (registry, key vault)."
  }
}

variable "location" {
  description = "Azure region of everything, as Azure spells it in ids: koreacentral."
  type        = string
  default     = "koreacentral"

  validation {
    condition     = can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "location: a region's name without spaces and capitals, such as koreacentral."
  }
}

variable "region_code" {
  description = "The region in names: krc for koreacentral."
  type        = string
  default     = "krc"

  validation {
    condition     = can(regex("^[a-z0-9]{2,4}$", var.region_code))
    error_message = "region_code: 2 to 4 lower-case letters and digits."
  }
}

variable "sequence" {
  description = "Two digits at the end of names: 01 for the first landing zone of the company in the region, 02 for the next."
  type        = string
  default     = "01"

  validation {
    condition     = can(regex("^[0-9]{2}$", var.sequence))
    error_message = "sequence: two digits, such as 01."
  }
}

variable "resource_groups" {
  description = "Names of the groups that are made: the hub, the landing zone, the portal's home."
  type = object({
    hub          = optional(string, "rg-hub")
    landing_zone = optional(string, "rg-landing-zone")
    portal       = optional(string, "rg-portal")
  })
  default = {}
}

variable "tags" {
  description = "On everything that takes tags; also required of every application."
  type        = map(string)
  default     = {}
}

variable "existing_hub" {
  description = "The hub of the first landing zone (its output `hub`), for a second one; null makes a hub."
  type = object({
    id                  = string
    name                = string
    resource_group_name = string
    firewall_private_ip = string
    dns_zone_ids        = map(string)
  })
  default = null
}

variable "existing_portal" {
  description = "The portal's identity and roles (the first landing zone's output `portal`), for a second one; null makes the portal's home."
  type = object({
    principal_id = string
    role_ids     = map(string)
  })
  default = null
}

variable "further_subscription_ids" {
  description = "Subscriptions of further landing zones: the portal's roles may be given there, too."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for id in var.further_subscription_ids : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "further_subscription_ids: subscriptions' ids, each a GUID in lower case."
  }
}
