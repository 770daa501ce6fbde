terraform {
  required_version = ">= 1.9"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 5.2"
    }
  }

  # No backend here: where the state lies is the platform team's choice (docs/landing-zone.md).
}
