variable "name" {
  description = "Name of the portal's identity."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the portal."
  type        = string
}

variable "issuer" {
  description = "Who signs the tokens of the portal's ServiceAccount: the cluster that it runs in."
  type        = string
}

variable "service_account" {
  description = "The portal's ServiceAccount."
  type        = object({ namespace = string, name = string })
  default     = { namespace = "portal", name = "portal" }
}

variable "subscription_scope" {
  description = "`/subscriptions/…`, where the roles are defined."
  type        = string
}

variable "assignable_scopes" {
  description = "Where the roles may be given: that subscription first, and those of further landing zones."
  type        = list(string)
}

variable "roles" {
  description = "The portal's roles by their file in infra/roles, as `az role definition` has them."
  type = map(object({
    Name           = string
    Description    = string
    Actions        = list(string)
    NotActions     = list(string)
    DataActions    = list(string)
    NotDataActions = list(string)
  }))
}

variable "role_suffix" {
  description = "Behind the roles' names, which are one list in the tenant: for a second portal in it."
  type        = string
  default     = ""
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
