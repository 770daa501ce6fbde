variable "name" {
  description = "Name of the Grafana, unique in the region: 2 to 23 letters, digits and dashes."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z][a-zA-Z0-9-]{0,21}[a-zA-Z0-9]$", var.name))
    error_message = "name: 2 to 23 letters, digits and dashes; a letter first, no dash last."
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

variable "grafana_major_version" {
  description = "Major version of Grafana."
  type        = string
  default     = "12"
}

variable "zone_redundant" {
  description = "Spread over the region's zones; cannot be changed later."
  type        = bool
  default     = false
}

variable "workspace_id" {
  description = "Id of the Prometheus workspace that it reads."
  type        = string
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
