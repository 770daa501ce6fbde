variable "network" {
  description = "Address ranges in CIDR notation; the defaults are the reference architecture's. Service and pod ranges lie outside spoke and hub."
  type = object({
    spoke_address_space = optional(list(string), ["10.0.0.0/10"])
    aks_subnet          = optional(string, "10.1.0.0/24")
    # Nodes of the portal alone: from here it asks Graph, Resource Manager and its database.
    portal_subnet   = optional(string, "10.1.1.0/27")
    endpoint_subnet = optional(string, "10.2.0.0/22")
    # Made where images are built inside: with registry.image_build agent_pool, or where package_index_fqdns names hosts.
    build_subnet      = optional(string, "10.3.0.0/24")
    hub_address_space = optional(list(string), ["10.100.0.0/16"])
    firewall_subnet   = optional(string, "10.100.0.0/26")
    service_cidr      = optional(string, "172.20.0.0/16")
    dns_service_ip    = optional(string, "172.20.0.10")
    pod_cidr          = optional(string, "192.168.0.0/16")
    # From where people reach the portal and Grafana.
    client_ranges = optional(list(string), [])
  })
  default = {}
}

variable "endpoint_addresses" {
  description = "Addresses of private endpoints that a document of yours fixes: part (foundry, registry, …) → member → address. What is left out Azure gives."
  type        = map(map(string))
  default     = {}
}

variable "firewall" {
  description = "Tier and zones. `nodes_reach_resource_manager`: as AKS's list of outbound rules has it; every pod then reaches it, too. `tls_inspection`: the Key Vault secret with the company's intermediate CA (Premium only); without it the same rules hold uninspected, and the plan says so."
  type = object({
    sku_tier = optional(string, "Premium")
    zones    = optional(list(string), [])

    nodes_reach_resource_manager = optional(bool, false)

    tls_inspection = optional(object({
      key_vault_secret_id = string
      key_vault_id        = string
    }))
  })
  default = {}

  validation {
    condition     = contains(["Standard", "Premium"], var.firewall.sku_tier)
    error_message = "firewall.sku_tier: Standard or Premium. Basic has no DNS proxy, which every private name needs."
  }

  validation {
    condition     = var.firewall.tls_inspection == null || var.firewall.sku_tier == "Premium"
    error_message = "firewall.tls_inspection needs sku_tier Premium: Standard cannot inspect."
  }
}

variable "inspection_ca_pem" {
  description = "The certificates (PEM, no key) of the authority that the inspecting firewall signs with: nodes, pods and image builds trust them."
  type        = string
  default     = null

  validation {
    condition     = var.inspection_ca_pem == null || (can(regex("BEGIN CERTIFICATE", var.inspection_ca_pem)) && !can(regex("PRIVATE KEY", var.inspection_ca_pem)))
    error_message = "inspection_ca_pem: certificates in PEM, and never a private key."
  }

  validation {
    condition     = (var.inspection_ca_pem == null) == (var.firewall.tls_inspection == null)
    error_message = "inspection_ca_pem and firewall.tls_inspection go together: what the firewall signs, nodes and pods have to trust."
  }
}

variable "package_index_fqdns" {
  description = "Hosts of the package indexes, and of where they keep files, that image builds may reach through the firewall, from build-subnet alone. Yours to fill; a company's own index is as good."
  type        = list(string)
  default     = []
}

variable "allowed_fqdns" {
  description = "Further hosts that may be reached over HTTPS, by rule name: the git host, the identity provider of the company."
  type        = map(list(string))
  default     = {}
}
