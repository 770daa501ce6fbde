# A policy's tier cannot change: of another tier it is another one, which is whole before the firewall turns to it.
resource "azurerm_firewall_policy" "this" {
  name                = "afwp-${var.name}-${lower(var.sku_tier)}"
  location            = var.location
  resource_group_name = var.resource_group_name
  sku                 = var.sku_tier
  tags                = var.tags

  threat_intelligence_mode = "Deny"

  # Rules by name (ntp, packages) need the firewall to be who is asked; it asks Azure, which sees the hub's private zones.
  dns {
    proxy_enabled = true
  }

  dynamic "intrusion_detection" {
    for_each = var.sku_tier == "Premium" ? ["Deny"] : []
    content {
      mode = intrusion_detection.value
    }
  }

  dynamic "identity" {
    for_each = azurerm_user_assigned_identity.inspection
    content {
      type         = "UserAssigned"
      identity_ids = [identity.value.id]
    }
  }

  dynamic "tls_certificate" {
    for_each = var.tls_inspection[*]
    content {
      name                = "inspection"
      key_vault_secret_id = tls_certificate.value.key_vault_secret_id
    }
  }

  depends_on = [azurerm_role_assignment.inspection]

  lifecycle {
    create_before_destroy = true
  }
}
