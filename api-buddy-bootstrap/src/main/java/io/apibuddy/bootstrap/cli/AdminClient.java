package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.admin.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Client of a running proxy's admin resources; its failures are worded for the user. */
final class AdminClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Set<String> USER_ERRORS =
      Set.of("bad_request", "unknown_alias", "key_not_changeable", "invalid_configuration");

  private final String base;
  private final @Nullable String key;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(TIMEOUT)
          .build();

  /**
   * Creates a client.
   *
   * @param base the proxy's URL, as {@link ProxyUrl#checked} returns it
   * @param key the bearer token, null for none
   */
  AdminClient(String base, @Nullable String key) {
    this.base = base;
    this.key = key;
  }

  /** Sends a GET request; see {@link #call(String, String, String, String)}. */
  JsonNode get(String path, String member) throws InterruptedException {
    return call("GET", path, "", member);
  }

  /**
   * Sends a request and returns the content of the answer.
   *
   * @param json the content of the request, empty for none
   * @param member a member of every proxy's answer to this request, so that no other server is
   *     taken for a proxy
   */
  JsonNode call(String method, String path, String json, String member)
      throws InterruptedException {
    HttpRequest.Builder request = request(path).timeout(TIMEOUT);
    if (!method.equals("GET")) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    HttpResponse<String> answer = send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw refused(answer.statusCode(), answer.body());
    }
    JsonNode content = parsed(answer.body());
    if (!content.has(member)) {
      throw notApiBuddy();
    }
    return content;
  }

  /** Returns the lines of an event stream as they arrive. The caller closes the stream. */
  Stream<String> lines(String path) throws InterruptedException {
    HttpResponse<Stream<String>> answer = send(request(path).build(), BodyHandlers.ofLines());
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    try (Stream<String> body = answer.body()) {
      throw refused(answer.statusCode(), body.collect(Collectors.joining("\n")));
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
      return key == null ? request : request.header("Authorization", "Bearer " + key);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          "--url and the key must be those of a proxy, such as http://127.0.0.1:8080",
          ExitCode.USAGE);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws InterruptedException {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new CommandFailure(
          "nothing answers at " + base + " (" + e + "); start the proxy, or correct --url");
    }
  }

  private CommandFailure refused(int status, String body) {
    JsonNode problem;
    try {
      problem = Json.parsed(body);
    } catch (UncheckedIOException e) {
      return new CommandFailure(base + " answers " + status + " and is not API Buddy; check --url");
    }
    String code = problem.path("error_code").asText();
    String otherwise = ProxyUrl.hasPath(base) ? "; or remove the path from --url" : "";
    if (code.equals("access_denied")) {
      return new CommandFailure(
          base
              + (key == null ? " requires a key" : " does not accept this key")
              + ": pass its admin key with --key-file, "
              + InstanceOptions.KEY_VARIABLE
              + " or --key"
              + otherwise);
    }
    return new CommandFailure(
        base
            + " answers "
            + status
            + " "
            + code
            + ": "
            + problem.path("detail").asText()
            + otherwise,
        USER_ERRORS.contains(code) ? ExitCode.USAGE : ExitCode.SOFTWARE);
  }

  private JsonNode parsed(String body) {
    try {
      return Json.parsed(body);
    } catch (UncheckedIOException e) {
      throw notApiBuddy();
    }
  }

  private CommandFailure notApiBuddy() {
    return new CommandFailure("the server at " + base + " is not API Buddy; check --url");
  }
}
