variable "cluster_id" {
  description = "Id of the cluster."
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
