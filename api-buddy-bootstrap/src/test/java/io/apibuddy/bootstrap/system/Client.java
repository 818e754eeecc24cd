package io.apibuddy.bootstrap.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The JDK's HTTP client as an application uses it: HTTP/1.1, no cache. */
public final class Client {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /** Sends a GET request; {@code fields} are alternating names and values. */
  public HttpResponse<byte[]> get(String url, String... fields)
      throws IOException, InterruptedException {
    return http.send(request(url, fields).GET().build(), BodyHandlers.ofByteArray());
  }

  /** Posts JSON; {@code fields} are alternating names and values. */
  public HttpResponse<byte[]> post(String url, String json, String... fields)
      throws IOException, InterruptedException {
    return http.send(
        request(url, fields)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofByteArray());
  }

  HttpClient http() {
    return http;
  }

  static HttpRequest.Builder request(String url, String... fields) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    return fields.length == 0 ? request : request.headers(fields);
  }

  /** Returns all values of a field. */
  public static String field(HttpResponse<?> response, String name) {
    return String.join(", ", response.headers().allValues(name));
  }
}
