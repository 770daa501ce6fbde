output "principal_id" {
  description = "Object id of the portal's identity."
  value       = azurerm_user_assigned_identity.this.principal_id
}

output "client_id" {
  description = "Client id of the portal's identity."
  value       = azurerm_user_assigned_identity.this.client_id
}

output "name" {
  description = "Name of the portal's identity."
  value       = azurerm_user_assigned_identity.this.name
}

output "role_ids" {
  description = "Ids of the portal's roles: portal, portal-assigns."
  value       = { for key, role in azurerm_role_definition.this : key => role.role_definition_resource_id }
}
