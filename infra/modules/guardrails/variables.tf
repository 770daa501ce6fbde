variable "subscription_scope" {
  description = "`/subscriptions/…` that the policies hold in."
  type        = string
}

variable "allowed_models" {
  description = "Names of models that may be deployed."
  type        = list(string)
}

variable "federations" {
  description = "Which identities may trust whom: name of the identity and subject (in each at most one `*`), and the issuer. No others may."
  type        = list(object({ identity = string, issuer = string, subject = string }))

  validation {
    condition     = alltrue([for one in var.federations : length(regexall("\\*", one.identity)) <= 1 && length(regexall("\\*", one.subject)) <= 1])
    error_message = "federations: Azure Policy's `like` knows one `*` in a text."
  }
}

variable "cluster_id" {
  description = "Id of the cluster."
  type        = string
}

variable "registry_login_server" {
  description = "Where pods' images come from."
  type        = string
}

variable "excluded_namespaces" {
  description = "Namespaces of Azure's own, which the rule for images leaves out."
  type        = list(string)
  default     = ["kube-system", "gatekeeper-system", "azure-arc", "flux-system", "sc-system"]
}

variable "budget" {
  description = "Amount a month in the subscription's currency, who is told, and from which month on (first day, ISO 8601); null: none."
  type = object({
    amount = number
    emails = list(string)
    start  = string
  })
  default = null
}
