variable "name" {
  description = "Name of the endpoint."
  type        = string
}

variable "location" {
  description = "Azure region: the subnet's."
  type        = string
}

variable "resource_group_name" {
  description = "Group of the landing zone."
  type        = string
}

variable "subnet_id" {
  description = "Id of the endpoint subnet."
  type        = string
}

variable "target_id" {
  description = "Id of the service that it stands for."
  type        = string
}

variable "group_id" {
  description = "Which of the service's endpoints: account, registry, vault, …"
  type        = string
}

variable "dns_zone_ids" {
  description = "Zones that get its names."
  type        = list(string)
}

variable "addresses" {
  description = "Addresses by member (for a registry: registry, registry_data_<region>); none: Azure's choice. All members or none."
  type        = map(string)
  default     = {}
}

variable "tags" {
  description = "Tags."
  type        = map(string)
  default     = {}
}
