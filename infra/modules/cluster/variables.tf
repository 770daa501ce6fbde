variable "name" {
  description = "Name of the cluster; its identities are named after it."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone; AKS makes one beside it, with `-nodes` behind."
  type        = string
}

variable "tenant_id" {
  description = "Entra tenant of those who sign in."
  type        = string
}

variable "admin_group_object_ids" {
  description = "Entra groups that administer the cluster: the platform team's."
  type        = list(string)
}

variable "sku_tier" {
  description = "Free, or Standard, which has an SLA."
  type        = string

  validation {
    condition     = contains(["Free", "Standard", "Premium"], var.sku_tier)
    error_message = "sku_tier: Free, Standard or Premium."
  }
}

variable "kubernetes_version" {
  description = "Minor version to begin with; the upgrade channel goes on from there."
  type        = string
  default     = null
}

variable "upgrade_channel" {
  description = "How far the cluster upgrades itself within its maintenance window: patch, stable, rapid, node-image."
  type        = string
}

variable "maintenance" {
  description = "When the cluster and its nodes are upgraded: weekday, local start, offset to UTC, hours (4 at least)."
  type = object({
    day_of_week = string
    start_time  = string
    utc_offset  = string
    hours       = number
  })

  validation {
    condition     = var.maintenance.hours >= 4
    error_message = "maintenance.hours: AKS wants windows of 4 hours or longer."
  }
}

variable "pools" {
  description = "Machines of each pool: size and count; with `max_count` the autoscaler goes from `count` to that. `os_disk_type` Ephemeral needs a size with a disk of its own (a `d` in its series) that holds `os_disk_size_gb`."
  type = object({
    system  = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string, "Managed"), os_disk_size_gb = optional(number) })
    general = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string, "Managed"), os_disk_size_gb = optional(number) })
    shared  = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string, "Managed"), os_disk_size_gb = optional(number) })
    portal  = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string, "Managed"), os_disk_size_gb = optional(number) })
  })

  validation {
    condition     = alltrue([for pool in values(var.pools) : contains(["Managed", "Ephemeral"], pool.os_disk_type)])
    error_message = "pools: os_disk_type is Managed or Ephemeral."
  }

  validation {
    condition     = alltrue([for pool in values(var.pools) : pool.os_disk_type == "Managed" || can(regex("^Standard_[A-Z]+\\d+[a-z]*d[a-z]*_v\\d$", pool.vm_size))])
    error_message = "pools: an ephemeral disk lies on the machine's own, and these sizes have none: ${join(", ", [for pool in values(var.pools) : pool.vm_size if pool.os_disk_type == "Ephemeral" && !can(regex("^Standard_[A-Z]+\\d+[a-z]*d[a-z]*_v\\d$", pool.vm_size))])}."
  }

  validation {
    condition     = alltrue([for pool in values(var.pools) : pool.count >= 1 && coalesce(pool.max_count, pool.count) >= pool.count])
    error_message = "pools: count is 1 at least, and max_count no less."
  }
}

variable "zones" {
  description = "Availability zones of the nodes; none: the region's choice."
  type        = list(string)
  default     = []
}

variable "virtual_network_id" {
  description = "Id of the spoke, which AKS links its zone to."
  type        = string
}

variable "subnet_id" {
  description = "Id of aks-subnet."
  type        = string
}

variable "portal" {
  description = "Id of the portal's own subnet, for a pool of its own; null: no portal runs here."
  type        = object({ subnet_id = string })
  default     = null
}

variable "route_table_id" {
  description = "Id of the subnet's route table, which leads out by the firewall."
  type        = string
}

variable "private_dns_zone_id" {
  description = "Id of privatelink.<region>.azmk8s.io, linked to the hub: of its own AKS would link one to the spoke alone, where nobody asks."
  type        = string
}

variable "pod_cidr" {
  description = "Range of the pods, behind the nodes' addresses."
  type        = string
}

variable "service_cidr" {
  description = "Range of Services: outside of spoke and hub."
  type        = string
}

variable "dns_service_ip" {
  description = "Address of the cluster's own DNS, in the range of Services."
  type        = string
}

variable "registry_pull_role" {
  description = "The role by which nodes pull from it; which one it is, the registry's permissions say."
  type        = string
}

variable "registry_id" {
  description = "Id of the registry that nodes pull from."
  type        = string
}

variable "inspection_ca_pem" {
  description = "Certificates (PEM) of the authority that the inspecting firewall signs with; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.inspection_ca_pem == null || contains(range(1, 11), length(regexall("-----BEGIN CERTIFICATE-----", coalesce(var.inspection_ca_pem, "-"))))
    error_message = "inspection_ca_pem: AKS trusts 1 to 10 certificates beside its own."
  }
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
