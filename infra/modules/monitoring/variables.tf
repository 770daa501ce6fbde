variable "names" {
  description = "Names of the log workspace, the Prometheus workspace and the private link scope."
  type = object({
    logs         = string
    workspace    = string
    private_link = string
  })
}

variable "existing_private_link_scope" {
  description = "That of the hub, for a second landing zone; null makes one."
  type        = object({ name = string, resource_group_name = string })
  default     = null
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone."
  type        = string
}

variable "retention_in_days" {
  description = "How long logs are kept."
  type        = number
}

variable "daily_quota_gb" {
  description = "Most logs a day, in GB, after which none are taken until the next; -1: no limit."
  type        = number
  default     = -1
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
