variable "principal_id" {
  description = "Object id of the portal's identity."
  type        = string
}

variable "role_ids" {
  description = "Ids of its roles: portal, portal-assigns."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["portal", "portal-assigns"], keys(var.role_ids))) == 0
    error_message = "role_ids: portal and portal-assigns, as the first landing zone's output `portal` has them."
  }
}

variable "condition" {
  description = "What holds the second role to one role and to applications (infra/roles/portal-assigns.condition.txt)."
  type        = string
}

variable "scope" {
  description = "`/subscriptions/…` of the landing zone: names, quota and models are asked there, and each application has a group of its own."
  type        = string
}

variable "workspace_id" {
  description = "Id of the Prometheus workspace."
  type        = string
}
