variable "principal_id" {
  description = "Object id of the portal's identity."
  type        = string
}

variable "role_ids" {
  description = "Ids of its roles: portal, portal-reads, portal-uses, portal-assigns."
  type        = map(string)

  validation {
    condition     = length(setsubtract(["portal", "portal-reads", "portal-uses", "portal-assigns"], keys(var.role_ids))) == 0
    error_message = "role_ids: portal, portal-reads, portal-uses and portal-assigns, as the first landing zone's output `portal` has them."
  }
}

variable "condition" {
  description = "What holds portal-assigns to one role and to applications (infra/roles/portal-assigns.condition.txt)."
  type        = string
}

variable "subscription_scope" {
  description = "`/subscriptions/…` of the landing zone: names, quota and models are asked there, and whose something is."
  type        = string
}

variable "applications_scopes" {
  description = "Where applications lie, by name: the subscription, where each has a group of its own that the portal makes; or their one group, and an account that they share."
  type        = map(string)
}

variable "used_scopes" {
  description = "What the landing zone has for all applications, by name: the cluster, the registry, the endpoints' subnet, the private zones."
  type        = map(string)
}

variable "builders" {
  description = "Where repositories have permissions of their own: the registry on which the portal gives each application's builder its repository, held to that one role, and whether it looks for images that others push. Null: it assigns nothing there."
  type        = object({ registry_id = string, condition = string, looks = bool })
  default     = null
}

variable "workspace_id" {
  description = "Id of the Prometheus workspace."
  type        = string
}
