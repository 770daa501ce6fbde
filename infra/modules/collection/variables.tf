variable "cluster_id" {
  description = "Id of the cluster."
  type        = string
}

variable "data_collection_rule_id" {
  description = "Id of the rule for its metrics."
  type        = string
}

variable "data_collection_endpoint_id" {
  description = "Id of the endpoint in the private link scope."
  type        = string
}
