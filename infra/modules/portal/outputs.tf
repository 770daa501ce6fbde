output "id" {
  description = "Id of the portal's identity."
  value       = azurerm_user_assigned_identity.this.id
}

output "subject" {
  description = "What the cluster calls the portal's ServiceAccount in its tokens."
  value       = azurerm_federated_identity_credential.this.subject
}

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
  description = "Ids of the portal's roles by their file in infra/roles."
  value       = { for key, role in azurerm_role_definition.this : key => role.role_definition_resource_id }
}
