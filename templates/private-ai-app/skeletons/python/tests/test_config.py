from pathlib import Path

import pytest

from app.config import ConfigError, Portal, parse_config

BASE = {
    "AZURE_AISERVICES_OPENAI_BASE": "https://aif-x.openai.azure.com/",
    "AZURE_OPENAI_DEPLOYMENT_NAME": "gpt",
    "SINGLE_USER": "true",
}
IN_CLUSTER = {**BASE, "SINGLE_USER": "", "PORTAL_KEYS_FILE": "/keys.json", "PORTAL_AUDIENCE": "component:default/x"}


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ("https://a.openai.azure.com/", "https://a.openai.azure.com/openai/v1/"),
        ("https://a.openai.azure.com", "https://a.openai.azure.com/openai/v1/"),
        ("https://gateway.example/foundry", "https://gateway.example/foundry/openai/v1/"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/"),
        ("http://localhost:11434/v1/", "http://localhost:11434/v1/"),
    ],
)
def test_the_v1_address_with_and_without_the_slash_that_service_connector_writes(base, url):
    assert parse_config({**BASE, "AZURE_AISERVICES_OPENAI_BASE": base}).model_url == url


def test_in_the_cluster_the_portal_signs_its_users_in():
    assert parse_config(IN_CLUSTER).portal == Portal(Path("/keys.json"), "component:default/x")
    assert parse_config(BASE).portal is None


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({}, "AZURE_AISERVICES_OPENAI_BASE is missing"),
        ({**BASE, "AZURE_OPENAI_DEPLOYMENT_NAME": " "}, "AZURE_OPENAI_DEPLOYMENT_NAME is missing"),
        ({**BASE, "AZURE_AISERVICES_OPENAI_BASE": "aif-x"}, "must be an http(s) URL"),
        ({**BASE, "AZURE_AISERVICES_OPENAI_BASE": "https://a:b:c/"}, "must be an http(s) URL"),
        ({**BASE, "PORT": "http"}, "PORT must be a whole number"),
        ({**BASE, "PORT": "65536"}, "PORT must be a whole number"),
        ({**BASE, "SINGLE_USER": ""}, "PORTAL_KEYS_FILE is missing"),
        ({**BASE, "SINGLE_USER": "yes"}, "SINGLE_USER must be true or false"),
        ({**IN_CLUSTER, "SINGLE_USER": "true"}, "are both set"),
        ({**IN_CLUSTER, "PORTAL_AUDIENCE": ""}, "PORTAL_AUDIENCE is missing"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence_with_its_name(env, sentence):
    with pytest.raises(ConfigError) as raised:
        parse_config(env)
    assert sentence in str(raised.value)
