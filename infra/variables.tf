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

variable "applications_group" {
  description = "Name of one resource group for all applications, which is made: the portal then makes identities, accounts and endpoints there and nowhere else in the subscription. null: each application gets a group of its own, and the portal's role holds for the whole subscription (infra/roles)."
  type        = string
  default     = null
}

variable "allowed_federations" {
  description = "Federated credentials that may be written beside the applications', the portal's and Flux's: your pipelines' (name of the identity, issuer, subject; `*` once in each of the first and the last)."
  type        = list(object({ identity = string, issuer = string, subject = string }))
  default     = []
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
    firewall_subnet     = string
    dns_zone_ids        = map(string)
    private_link_scope  = object({ name = string, resource_group_name = string })
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

variable "further_landing_zones" {
  description = "Landing zones that share this hub and this portal, by a name of your choice, each in a subscription of its own: its addresses; and, once it stands, the hosts that its output `for_the_hub` names."
  type = map(object({
    subscription_id = string
    address_space   = list(string)
    # Of the nodes in it: who may go out by the firewall.
    nodes = string
    # In which images are built: who may reach package indexes; and of these the company's own runners.
    builders = optional(list(string), [])
    runners  = optional(list(string), [])
    # What the portal asks there, and what its nodes ask here: Azure Monitor's, which has one private way for all.
    portal_hosts  = optional(list(string), [])
    monitor_hosts = optional(list(string), [])
  }))
  default = {}

  validation {
    condition     = alltrue([for zone in values(var.further_landing_zones) : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", zone.subscription_id))])
    error_message = "further_landing_zones: a subscription_id is a GUID in lower case."
  }
}
