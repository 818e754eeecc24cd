package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.apibuddy.bootstrap.cli.RunningInstances.Instance;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.error.RemoteException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which running proxy is meant, and the way to ask it. */
final class Remote {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String KEY_VARIABLE = "API_BUDDY_KEY";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "where the proxy listens (the one that this user runs on this machine)")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "its admin or access key; " + KEY_VARIABLE + " hides it from other users")
  private @Nullable String key;

  /** Asks for JSON. */
  JsonNode ask(Terminal terminal, String method, String path, @Nullable String content)
      throws InterruptedException {
    Instance proxy = proxy(terminal);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(proxy.url() + path))
            .timeout(PATIENCE)
            .method(
                method,
                content == null ? BodyPublishers.noBody() : BodyPublishers.ofString(content));
    if (content != null) {
      request.header("Content-Type", "application/json");
    }
    if (proxy.key() != null) {
      request.header("Authorization", "Bearer " + proxy.key());
    }
    HttpResponse<String> answer = send(proxy.url(), request.build());
    JsonNode json = parsed(answer.body());
    if (answer.statusCode() != 200) {
      throw new RemoteException(
          proxy.url()
              + ": "
              + json.path("detail").asText("it answered with status " + answer.statusCode())
              + (answer.statusCode() == 403 && json.path("error_code").asText().startsWith("access")
                  ? " Give it with --key or " + KEY_VARIABLE + "."
                  : ""),
          null);
    }
    return json;
  }

  private Instance proxy(Terminal terminal) {
    String given = key == null ? terminal.environment().get(KEY_VARIABLE) : key;
    if (url != null) {
      return new Instance(0, url.endsWith("/") ? url.substring(0, url.length() - 1) : url, given);
    }
    List<Instance> running =
        new RunningInstances(terminal.environment(), terminal.home()).running();
    if (running.isEmpty()) {
      throw new RemoteException(
          "no proxy of this user runs here: start one with api-buddy serve, or name one with --url",
          null);
    }
    if (running.size() > 1) {
      String all = running.stream().map(Instance::toString).collect(Collectors.joining(", "));
      throw new RemoteException("several proxies run here; choose one with --url: " + all, null);
    }
    Instance only = running.get(0);
    return given == null ? only : new Instance(only.pid(), only.url(), given);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          List.of(new Problem("--url", "", "not a URL: " + e.getMessage())));
    }
  }

  private static HttpResponse<String> send(String url, HttpRequest request)
      throws InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RemoteException("nothing answers at " + url + ": " + e, e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
