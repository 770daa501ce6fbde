output "id" {
  description = "Id of the registry."
  value       = azurerm_container_registry.this.id
}

output "name" {
  description = "Name of the registry."
  value       = azurerm_container_registry.this.name
}

output "login_server" {
  description = "Where images are pulled from."
  value       = azurerm_container_registry.this.login_server
}

output "pull_role" {
  description = "What lets a node, or Flux, pull every image."
  value       = var.permissions == "repositories" ? "Container Registry Repository Reader" : "AcrPull"
}

output "agent_pool_name" {
  description = "The pool that builds; null without."
  value       = one(azurerm_container_registry_agent_pool.this[*].name)
}
