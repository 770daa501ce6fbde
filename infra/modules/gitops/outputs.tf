output "identity_id" {
  description = "Id of the identity that pulls charts."
  value       = azurerm_user_assigned_identity.flux.id
}

output "subject" {
  description = "What the cluster calls the ServiceAccount that pulls charts in its tokens."
  value       = azurerm_federated_identity_credential.source_controller.subject
}

output "id" {
  description = "Id of Flux's configuration."
  value       = azurerm_kubernetes_flux_configuration.this.id
}
