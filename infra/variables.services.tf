variable "monitoring" {
  description = "How long logs are kept (30 to 730 days), and the most GB a day (-1: no limit)."
  type = object({
    retention_in_days = optional(number, 30)
    daily_quota_gb    = optional(number, -1)
  })
  default = {}
}

variable "grafana" {
  description = "Managed Grafana over the Prometheus workspace; null: none."
  type = object({
    zone_redundant = optional(bool, false)
  })
  default = {}
}

variable "database" {
  description = "The portal's PostgreSQL: size, zone and the zone of its standby (null: none), how many days back it can be restored."
  type = object({
    sku_name              = optional(string, "GP_Standard_D2ds_v5")
    storage_mb            = optional(number, 32768)
    zone                  = optional(string)
    standby_zone          = optional(string)
    backup_retention_days = optional(number, 7)
    geo_redundant_backup  = optional(bool, false)
  })
  default = {}
}

variable "telemetry_versions" {
  description = "Tags of the images that instrument applications and collect, pulled through the registry's cache."
  type = object({
    python    = optional(string, "0.62b1")
    nodejs    = optional(string, "0.75.0")
    collector = optional(string, "0.155.0")
  })
  default = {}
}

variable "portal_home" {
  description = "How the portal itself stands in the cluster (infra/portal, by Flux): its host name, the image's digest, the app registration that people sign in with, what the names of their groups in Entra begin with, the ingress class and namespaces of the controllers in front of it and of the agents. null: you deploy it in a way of your own."
  type = object({
    host            = string
    digest          = string
    entra_client_id = string
    # Members of groups named so can sign in, and no others.
    entra_group_prefix = optional(string, "private-ai")
    ingress_class      = optional(string, "internal")
    ingress_namespace  = optional(string, "app-routing-system")
    gateway_namespace  = optional(string, "gateway")
    # Where infra/portal lies in the repository of `gitops`.
    folder = optional(string, "./infra/portal")
  })
  default = null

  validation {
    condition     = var.portal_home == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.portal_home.entra_client_id))
    error_message = "portal_home.entra_client_id: the application id (a GUID) of the app registration that people sign in with."
  }
  validation {
    # A tag is whatever was pushed under it last, by whoever may push.
    condition     = var.portal_home == null || can(regex("^sha256:[0-9a-f]{64}$", var.portal_home.digest))
    error_message = "portal_home.digest: the image by its digest (sha256:… with 64 hexadecimal digits), as the push of it said; not a tag."
  }
  validation {
    condition     = var.portal_home == null || can(regex("^[A-Za-z0-9][A-Za-z0-9 ._-]*$", var.portal_home.entra_group_prefix))
    error_message = "portal_home.entra_group_prefix: the beginning of your groups' names in Entra (letters, digits, spaces and . _ -)."
  }
}
