variable "name" {
  description = "Name of the hub's network."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the hub."
  type        = string
}

variable "address_space" {
  description = "Ranges of the hub, CIDR."
  type        = list(string)
}

variable "firewall_subnet_prefix" {
  description = "Range of AzureFirewallSubnet, a /26 or larger."
  type        = string

  validation {
    condition     = tonumber(split("/", var.firewall_subnet_prefix)[1]) <= 26
    error_message = "firewall_subnet_prefix: Azure Firewall needs a /26 or larger."
  }
}

variable "dns_servers" {
  description = "Addresses that the network's machines ask for names: the firewall's."
  type        = list(string)
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
