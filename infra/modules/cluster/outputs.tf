output "id" {
  description = "Id of the cluster. Whoever uses it waits until it has its pools."
  value       = azurerm_kubernetes_cluster.this.id
  depends_on  = [azurerm_kubernetes_cluster_node_pool.this]
}

output "name" {
  description = "Name of the cluster."
  value       = azurerm_kubernetes_cluster.this.name
}

output "identity_ids" {
  description = "Ids of its identities: control-plane, nodes."
  value = {
    control-plane = azurerm_user_assigned_identity.control_plane.id
    nodes         = azurerm_user_assigned_identity.nodes.id
  }
}

output "oidc_issuer_url" {
  description = "Who signs the tokens of its ServiceAccounts."
  value       = azurerm_kubernetes_cluster.this.oidc_issuer_url
}

output "private_fqdn" {
  description = "Name of its API, inside of the network alone."
  value       = azurerm_kubernetes_cluster.this.private_fqdn
}
