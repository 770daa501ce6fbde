# By e-mail before the money is gone: at 80 % of the month's amount, and when the month is forecast to pass it.
resource "azurerm_consumption_budget_subscription" "this" {
  count = var.budget == null ? 0 : 1

  name            = "private-ai"
  subscription_id = var.subscription_scope
  amount          = var.budget.amount
  time_grain      = "Monthly"

  time_period {
    start_date = "${var.budget.start}T00:00:00Z"
  }

  notification {
    operator       = "GreaterThanOrEqualTo"
    threshold      = 80
    threshold_type = "Actual"
    contact_emails = var.budget.emails
  }

  notification {
    operator       = "GreaterThanOrEqualTo"
    threshold      = 100
    threshold_type = "Forecasted"
    contact_emails = var.budget.emails
  }
}
