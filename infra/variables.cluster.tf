variable "admin_group_object_ids" {
  description = "Entra groups (object ids) that administer the cluster: the platform team's."
  type        = list(string)

  validation {
    condition     = length(var.admin_group_object_ids) > 0 && alltrue([for id in var.admin_group_object_ids : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "admin_group_object_ids: at least one object id (a GUID). Without one nobody administers a cluster that has no local accounts."
  }
}

variable "cluster" {
  description = "Tier, version, upgrades, zones and machines. `max_count`: the autoscaler goes from `count` to that."
  type = object({
    sku_tier           = optional(string, "Standard")
    kubernetes_version = optional(string)
    upgrade_channel    = optional(string, "patch")
    # Reads are logged, too: who read which Secret. They are most of an audit log, and billed by the GB (docs/landing-zone.md).
    audit_reads = optional(bool, false)
    zones       = optional(list(string), [])
    maintenance = optional(object({
      day_of_week = optional(string, "Sunday")
      start_time  = optional(string, "02:00")
      utc_offset  = optional(string, "+09:00")
      hours       = optional(number, 4)
    }), {})
    pools = object({
      system  = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string), os_disk_size_gb = optional(number) })
      general = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string), os_disk_size_gb = optional(number) })
      shared  = object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string), os_disk_size_gb = optional(number) })
      # The portal's alone; where nothing is said, one machine like those of `shared`.
      portal = optional(object({ vm_size = string, count = number, max_count = optional(number), os_disk_type = optional(string), os_disk_size_gb = optional(number) }))
    })
  })

  validation {
    condition     = contains(["patch", "stable", "rapid", "node-image"], var.cluster.upgrade_channel)
    error_message = "cluster.upgrade_channel: patch, stable, rapid or node-image. Without one nobody upgrades the cluster."
  }
}

variable "gitops" {
  description = "Your repository with what stands in the cluster (infra/cluster of this project is its beginning), and the folder in it. `secret`: name of the Secret in flux-system with the sign-in, that you make. null: no Flux; cert-manager, operator and collector are yours to bring."
  type = object({
    url             = string
    reference_type  = optional(string, "branch")
    reference_value = optional(string, "main")
    secret          = optional(string)
    folder          = optional(string, "./infra/cluster")
  })
  default = null
}
