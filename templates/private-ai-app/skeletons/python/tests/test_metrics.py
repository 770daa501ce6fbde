import pytest
from opentelemetry import metrics
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader

from tests.model_server import model_server, refuse, text
from tests.serving import ask, question, served


@pytest.fixture
def points():
    """What an injected SDK would export: (attributes, value) by metric."""
    reader = InMemoryMetricReader()
    metrics.set_meter_provider(MeterProvider([reader]))

    def read(name):
        return [
            (dict(point.attributes), point)
            for resource in reader.get_metrics_data().resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]

    return read


def test_runs_and_calls_of_the_model_are_measured(points):
    with model_server(text("Hello."), refuse(403, "Forbidden")) as model, served(model.url) as app:
        ask(app, question("Hi"))
        ask(app, question("Hi"))
    [(attributes, runs)] = points("agui.agent.request.count")
    assert (attributes, runs.value) == ({}, 2)

    common = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "azure.ai.openai",
        "gen_ai.request.model": "gpt-test",
    }
    [(attributes, first)] = points("gen_ai.client.operation.time_to_first_chunk")
    assert (attributes, first.count) == (common, 1)
    assert first.explicit_bounds[:3] == (0.01, 0.02, 0.04)

    durations = [attributes for attributes, _ in points("gen_ai.client.operation.duration")]
    assert [common.items() <= attributes.items() for attributes in durations] == [True, True]
    assert ["error.type" in attributes for attributes in durations] == [False, True]
    tokens = {attributes["gen_ai.token.type"]: point.sum for attributes, point in points("gen_ai.client.token.usage")}
    assert tokens == {"input": 20, "output": 5}
