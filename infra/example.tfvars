# What only you know. Copy this file, fill it, and hand it to tofu beside the file of a size:
#   tofu plan -var-file=sizes/reference.tfvars -var-file=mine.tfvars
organization = "contoso"

tags = { cost-center = "ai-platform" }

# Entra groups that administer the cluster.
admin_group_object_ids = ["00000000-0000-0000-0000-000000000000"]

# In a new landing zone each application's builds write their own repository alone. A registry of before is changed step by step
# (docs/releases.md, "Who may read and write which images").
# registry = { permissions = "repositories" }

# Hosts of the package indexes that image builds inside of the network (build-subnet) may reach, and of where those keep their files. Left for you to fill.
package_index_fqdns = []

# Hosts that the portal and Flux reach over HTTPS: the git host, for one.
allowed_fqdns = { git = ["git.contoso.example"] }

# Your repository with what stands in the cluster; infra/cluster of this project is its beginning.
gitops = {
  url    = "https://git.contoso.example/platform/landing-zone.git"
  secret = "git"
}

# The portal's own place in the cluster: its address, its image's digest, the app registration that people sign in with.
portal_home = {
  host            = "portal.contoso.example"
  digest          = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
  entra_client_id = "00000000-0000-0000-0000-000000000000"
  # Members of groups named so can sign in.
  entra_group_prefix = "private-ai"
}
