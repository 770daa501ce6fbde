variable "name" {
  description = "Name of the vault, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z](-?[a-zA-Z0-9])*$", var.name)) && length(var.name) >= 3 && length(var.name) <= 24
    error_message = "name: a vault's has 3 to 24 letters, digits and single dashes, a letter first and no dash last."
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

variable "tenant_id" {
  description = "Tenant that signs in to the vault."
  type        = string
}

variable "sku" {
  description = "standard, or premium with hardware modules."
  type        = string
  default     = "standard"
}

variable "purge_protection" {
  description = "Nobody can purge it before its time; cannot be turned off again."
  type        = bool
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
