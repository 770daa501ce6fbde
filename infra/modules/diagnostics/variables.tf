variable "targets" {
  description = "Whose logs are kept, by name: id; categories (none: all of them); whether they go to tables of their own."
  type = map(object({
    id         = string
    categories = optional(list(string), [])
    dedicated  = optional(bool, false)
  }))
}

variable "log_analytics_id" {
  description = "Id of the log workspace."
  type        = string
}
