variable "name" {
  description = "Name of the firewall; its policy and address are named after it."
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

variable "sku_tier" {
  description = "Standard, or Premium, which inspects TLS and detects intrusion."
  type        = string

  validation {
    condition     = contains(["Standard", "Premium"], var.sku_tier)
    error_message = "sku_tier: Standard or Premium. Basic has no DNS proxy."
  }
}

variable "zones" {
  description = "Availability zones of the firewall and its address; none: the region's choice."
  type        = list(string)
  default     = []
}

variable "subnet_id" {
  description = "Id of AzureFirewallSubnet."
  type        = string
}

variable "private_ip_address" {
  description = "The address that Azure gives it: the subnet's first free one."
  type        = string
}

variable "sources" {
  description = "Who may ask it for names: ranges of spokes and hub, CIDR."
  type        = list(string)
}

variable "nodes" {
  description = "Ranges of the clusters' nodes, CIDR, the portal's among them: who may go out."
  type        = list(string)
}

variable "builders" {
  description = "Ranges in which images are built, CIDR: who alone reaches package indexes."
  type        = list(string)
  default     = []
}

variable "runners" {
  description = "Of the builders those that are the company's own, CIDR: they fetch from the git host, and sign in with az."
  type        = list(string)
  default     = []
}

variable "package_index_fqdns" {
  description = "Hosts of package indexes and of where they keep files; none: no such rule."
  type        = list(string)
  default     = []
}

variable "allowed_fqdns" {
  description = "Further hosts by the name of their rule, over HTTPS."
  type        = map(list(string))
  default     = {}
}

variable "portal" {
  description = "Range of the nodes that the portal alone runs on, CIDR: who reaches Graph and Resource Manager; none where no portal runs."
  type        = list(string)
}

variable "nodes_reach_resource_manager" {
  description = "Whether all nodes reach Resource Manager, and with them every pod."
  type        = bool
  default     = false
}

variable "landing_zones" {
  description = "Those that share this firewall with the first, by name: their nodes, and the hosts that they and the portal ask across."
  type = map(object({
    nodes         = string
    portal_hosts  = list(string)
    monitor_hosts = list(string)
  }))
  default = {}
}

variable "tls_inspection" {
  description = "The Key Vault secret with the company's intermediate CA, and its vault; null: the same rules, uninspected."
  type = object({
    key_vault_secret_id = string
    key_vault_id        = string
  })
  default = null
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
