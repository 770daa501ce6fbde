variable "hub" {
  description = "The hub's network."
  type        = object({ id = string, name = string, resource_group_name = string })
}

variable "spoke" {
  description = "The spoke's network."
  type        = object({ id = string, name = string, resource_group_name = string })
}
