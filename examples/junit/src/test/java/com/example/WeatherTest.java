package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.apibuddy.bootstrap.junit.ApiBuddyTest;
import io.apibuddy.bootstrap.junit.BaseUrl;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/**
 * Was recorded once from the API into {@code src/test/fixtures/com.example.WeatherTest}. If {@code
 * CI} is set, the test runs from there and opens no connection.
 */
@ApiBuddyTest(map = "weather=https://weather.example")
class WeatherTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void todayIsSunny(@BaseUrl("weather") URI api) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/today")).build();
    assertEquals("{\"weather\":\"sunny\"}\n", client.send(request, BodyHandlers.ofString()).body());
  }
}
