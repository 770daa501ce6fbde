variable "name" {
  description = "Name of the server, unique in all of Azure."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the portal."
  type        = string
}

variable "tenant_id" {
  description = "Entra tenant of its sign-in."
  type        = string
}

variable "sku_name" {
  description = "Size: B_… without an SLA for two machines, GP_… with."
  type        = string
}

variable "storage_mb" {
  description = "Storage in MB; it grows by itself."
  type        = number
  default     = 32768
}

variable "zone" {
  description = "Availability zone of the server; null: the region's choice."
  type        = string
  default     = null
}

variable "standby_zone" {
  description = "Zone of the machine that takes over; null: none."
  type        = string
  default     = null

  validation {
    condition     = var.standby_zone == null || !startswith(var.sku_name, "B_")
    error_message = "standby_zone: a burstable server (B_…) has no standby; take a GP_… size."
  }
}

variable "backup_retention_days" {
  description = "How far back it can be restored, 7 to 35 days."
  type        = number
  default     = 7
}

variable "geo_redundant_backup" {
  description = "Keep backups in the paired region, too; cannot be changed later."
  type        = bool
  default     = false
}

variable "administrator" {
  description = "Who administers it: the portal's identity, by object id and name."
  type = object({
    object_id = string
    name      = string
  })
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
