variable "name" {
  description = "Name of the account."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone."
  type        = string
}

variable "subdomain" {
  description = "The account's name in DNS, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$", var.subdomain))
    error_message = "subdomain: 2 to 64 lower-case letters, digits and dashes, as in DNS."
  }
}

variable "models" {
  description = "Deployments by name; capacity in thousands of tokens a minute."
  type = map(object({
    name     = string
    version  = string
    sku      = string
    capacity = number
  }))
  default = {}
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
