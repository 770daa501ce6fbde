import pytest

from tests.authority import azure
from tests.serving import ask, question
from tests.test_process import started


@pytest.fixture
def surroundings(tmp_path):
    """What the cluster gives the app: its identity, and the authorities to trust."""
    with azure(tmp_path) as served:
        token_file = tmp_path / "azure-identity-token"
        token_file.write_text("service-account-token")
        env = {
            "OPENAI_API_KEY": "",
            "AZURE_CLIENT_ID": "client-1",
            "AZURE_TENANT_ID": "tenant-1",
            "AZURE_FEDERATED_TOKEN_FILE": str(token_file),
            "AZURE_AUTHORITY_HOST": f"{served.url}/",
            "AZURE_TOKEN_CREDENTIALS": "WorkloadIdentityCredential",
            "SSL_CERT_FILE": str(tmp_path / "ca.crt"),
        }
        yield served, env


def test_signs_in_with_its_workload_identity_through_a_firewall_that_looks_into_tls(surroundings):
    served, env = surroundings
    with started(f"{served.url}/", **env) as (_, client):
        assert ask(client, question("Hi"))[-1]["type"] == "RUN_FINISHED"
        assert ask(client, question("Hi"))[-1]["type"] == "RUN_FINISHED"
    [asked] = served.tokens_asked
    assert asked["client_id"] == "client-1"
    assert asked["client_assertion"] == "service-account-token"
    assert asked["scope"] == "https://cognitiveservices.azure.com/.default"
    assert served.authorizations == ["Bearer token-1", "Bearer token-1"]


def test_an_authority_that_nobody_named_is_not_trusted(surroundings):
    served, _ = surroundings
    with started(f"{served.url}/", OPENAI_API_KEY="key") as (_, client):
        assert ask(client, question("Hi"))[-1]["code"] == "model_unreachable"
    assert served.authorizations == []
