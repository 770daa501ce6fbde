"""The typical weather of a city: a tool without consequences."""

import json
from typing import Annotated

from agent_framework import tool

# City, its Korean name, °C, sky, humidity in percent: rounded yearly averages, good enough to show a tool at work.
# Replace this file by a call of your own data.
CLIMATE = [
    ("Seoul", "서울", 13, "partly cloudy", 62),
    ("Busan", "부산", 15, "sunny", 65),
    ("Incheon", "인천", 12, "partly cloudy", 68),
    ("Daegu", "대구", 14, "sunny", 60),
    ("Daejeon", "대전", 13, "partly cloudy", 66),
    ("Gwangju", "광주", 14, "partly cloudy", 69),
    ("Jeju", "제주", 16, "windy", 70),
    ("Tokyo", "도쿄", 16, "partly cloudy", 64),
    ("Osaka", "오사카", 17, "sunny", 64),
    ("Beijing", "베이징", 13, "hazy", 53),
    ("Shanghai", "상하이", 17, "cloudy", 75),
    ("Singapore", "싱가포르", 28, "showers", 82),
    ("Sydney", "시드니", 18, "sunny", 65),
    ("London", "런던", 12, "cloudy", 77),
    ("Paris", "파리", 12, "cloudy", 76),
    ("Berlin", "베를린", 11, "cloudy", 73),
    ("Madrid", "마드리드", 15, "sunny", 57),
    ("Rome", "로마", 16, "sunny", 71),
    ("Seattle", "시애틀", 12, "light rain", 74),
    ("San Francisco", "샌프란시스코", 14, "foggy", 75),
    ("New York", "뉴욕", 13, "sunny", 63),
]

NOTE = "Sample data: the typical climate of the city, neither a measurement nor a forecast."


def weather_of(asked: str) -> dict[str, object]:
    """The typical weather of a city; what it does not know it says."""
    text = asked.lower()
    for city, korean, temperature, sky, humidity in CLIMATE:
        if city.lower() in text or korean in text:
            return {
                "city": city,
                "temperatureC": temperature,
                "sky": sky,
                "humidityPercent": humidity,
                "note": NOTE,
            }
    return {"city": asked, "known": False, "cities": [city for city, *_ in CLIMATE], "note": NOTE}


@tool(
    name="get_weather",
    description="Typical weather of a city. Returns sample data; say so in the answer, as its note tells.",
)
def get_weather(city: Annotated[str, "Name of the city, such as Seoul"]) -> str:
    """For the model, as JSON."""
    return json.dumps(weather_of(city), ensure_ascii=False, separators=(",", ":"))
