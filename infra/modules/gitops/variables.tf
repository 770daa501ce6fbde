variable "cluster_id" {
  description = "Id of the cluster."
  type        = string
}

variable "identity_name" {
  description = "Name of the identity that Flux pulls charts with."
  type        = string
}

variable "location" {
  description = "Azure region."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone."
  type        = string
}

variable "issuer" {
  description = "Who signs the tokens of the cluster's ServiceAccounts."
  type        = string
}

variable "registry_pull_role" {
  description = "The role by which Flux pulls from it; which one it is, the registry's permissions say."
  type        = string
}

variable "registry_id" {
  description = "Id of the registry that charts come from."
  type        = string
}

variable "repository" {
  description = "Where the platform team keeps what stands in the cluster (infra/cluster of this project is its beginning). `secret`: name of the Secret in flux-system with the sign-in; null for a repository that needs none."
  type = object({
    url             = string
    reference_type  = optional(string, "branch")
    reference_value = optional(string, "main")
    secret          = optional(string)
  })
}

variable "kustomizations" {
  description = "What is applied, by name: its path in the repository, and what has to be ready before."
  type = map(object({
    path       = string
    depends_on = optional(list(string), [])
  }))
}

variable "substitute" {
  description = "Values for the manifests' variables: registry, and what the portal's home needs."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
