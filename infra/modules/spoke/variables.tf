variable "name" {
  description = "Name of the spoke's network."
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

variable "address_space" {
  description = "Ranges of the spoke, CIDR."
  type        = list(string)
}

variable "dns_servers" {
  description = "Addresses that the network's machines ask for names: the firewall's."
  type        = list(string)
}

variable "next_hop" {
  description = "Where everything goes that is for no address of these networks: the firewall's private address."
  type        = string
}

variable "subnets" {
  description = "Subnets by name: what each is for decides its rules and routes."
  type = map(object({
    address_prefix = string
    purpose        = string
  }))

  validation {
    condition     = alltrue([for subnet in values(var.subnets) : contains(["nodes", "portal", "endpoints", "build"], subnet.purpose)])
    error_message = "subnets: a purpose is nodes, portal, endpoints or build."
  }
}

variable "pod_cidr" {
  description = "Range of the pods' overlay, CIDR."
  type        = string
}

variable "through_firewall" {
  description = "Ranges that come by the firewall from another landing zone, by the purpose of the subnet that they come to, CIDR."
  type        = map(list(string))
  default     = {}
}

variable "client_ranges" {
  description = "Ranges from which people reach the portal and Grafana, CIDR: the company's network, by peering or gateway."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
