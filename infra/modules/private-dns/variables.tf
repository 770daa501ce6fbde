variable "resource_group_name" {
  description = "Group of the hub."
  type        = string
}

variable "zones" {
  description = "Names of the zones."
  type        = list(string)
}

variable "virtual_network_ids" {
  description = "Networks that see the zones, by the name of their link."
  type        = map(string)
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
