package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.domain.memory.InMemoryStorage;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers recorded with one credential and replayed by another proxy without one. */
@Timeout(120)
class RecordAndReplayTest {
  private static final String QUESTION =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
  private static final String SAME_QUESTION =
      "{ \"messages\": [{\"content\": \"Hello\", \"role\": \"user\"}], \"model\": \"m\" }";
  private static final String EVENTS = "data: {\"token\":\"Hel\"}\n\ndata: [DONE]\n\n";
  private static final String CREDENTIAL = "Bearer s3cret-one";

  private final Client client = new Client();
  private final InMemoryStorage memory = new InMemoryStorage(AdapterContext.of(Settings.NONE));

  @TempDir Path directory;
  private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on("/v1/models", answer(200, "{}"))
            .on("/v1/things", answer(201, "{\"id\":1}"))
            .on("/v1/gone", answer(204, ""))
            .on("/v1/missing", answer(404, "no such thing"))
            .on("/v1/long", answer(200, "x".repeat(500)))
            .on(
                "/v1/chat",
                exchange -> {
                  exchange.getRequestBody().readAllBytes();
                  exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                  exchange.sendResponseHeaders(200, 0);
                  for (String event : EVENTS.split("(?<=\n\n)", -1)) {
                    exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                  }
                });
  }

  @AfterEach
  void stopTheApi() {
    api.close();
    memory.close();
  }

  private static LoopbackApi.Resource answer(int status, String content) {
    return exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  private CachingProxyBuilder proxy(String backend, String mode) {
    CachingProxyBuilder builder =
        CachingProxy.builder()
            .map("ai", api.url())
            .set("cache.mode", mode)
            .set("cache.store_budget", "30s"); // not what this is about
    return backend.equals("memory")
        ? builder.storage(memory)
        : builder
            .set("cache.backend", backend)
            .set("cache.database_path", directory.resolve(backend).toString());
  }

  /** Stops the API and counts the connections to its port. */
  private ConnectionCounter replaceApiWithConnectionCounter() throws IOException {
    int port = URI.create(api.url()).getPort();
    api.close();
    return new ConnectionCounter(port);
  }

  private HttpResponse<byte[]> send(String method, String url, String body, String... fields)
      throws Exception {
    return client
        .http()
        .send(
            Client.request(url, fields).method(method, BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofByteArray());
  }

  private List<HttpResponse<byte[]>> session(CachingProxy proxy, String question, String... fields)
      throws Exception {
    String base = proxy.baseUrl("ai") + "/v1";
    return List.of(
        client.get(base + "/models", fields),
        client.post(base + "/chat", question, fields),
        send("PUT", base + "/things/1", "a", fields),
        send("DELETE", base + "/gone/1", "", fields),
        client.get(base + "/missing?key=" + fields.length, fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void recordedAnswersAreReplayedByteForByteWithoutAConnection(String backend) throws Exception {
    List<HttpResponse<byte[]>> recorded;
    try (CachingProxy proxy = proxy(backend, "record").start()) {
      recorded = session(proxy, QUESTION, "Authorization", CREDENTIAL);
    }
    assertThat(recorded)
        .extracting(HttpResponse::statusCode)
        .containsExactly(200, 200, 201, 204, 404);
    assertThat(recorded).allMatch(answer -> Client.field(answer, "X-Cache").equals("MISS"));

    try (ConnectionCounter counter = replaceApiWithConnectionCounter();
        CachingProxy proxy = proxy(backend, "replay").start()) {
      for (String[] credential : new String[][] {{}, {"Authorization", "Bearer another"}}) {
        List<HttpResponse<byte[]>> replayed = session(proxy, SAME_QUESTION, credential);
        for (int i = 0; i < recorded.size(); i++) {
          assertThat(Client.field(replayed.get(i), "X-Cache")).isEqualTo("HIT");
          assertThat(replayed.get(i).statusCode()).isEqualTo(recorded.get(i).statusCode());
          assertThat(replayed.get(i).body()).isEqualTo(recorded.get(i).body());
        }
        assertThat(new String(replayed.get(1).body(), StandardCharsets.UTF_8)).isEqualTo(EVENTS);
        assertThat(Client.field(replayed.get(1), "Content-Type")).isEqualTo("text/event-stream");
      }
      assertThat(counter.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void replayMissNamesTheNearestRecordingsAndMakesNoConnection(String backend) throws Exception {
    try (CachingProxy proxy = proxy(backend, "record").start()) {
      session(proxy, QUESTION, "Authorization", CREDENTIAL);
    }
    try (ConnectionCounter counter = replaceApiWithConnectionCounter();
        CachingProxy proxy = proxy(backend, "replay").start()) {
      String base = proxy.baseUrl("ai") + "/v1";
      HttpResponse<byte[]> missed =
          client.post(
              base + "/chat", QUESTION.replace("Hello", "Hallo"), "Cache-Control", "no-store");
      String problem = new String(missed.body(), StandardCharsets.UTF_8);

      assertThat(missed.statusCode()).isEqualTo(504);
      assertThat(Client.field(missed, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(Client.field(missed, "X-API-Buddy-Error")).isEqualTo("offline_miss");
      assertThat(problem)
          .contains(
              "\"candidates\":[{\"method\":\"POST\",\"url\":\""
                  + api.url()
                  + "/v1/chat\",\"difference\":\"body /messages/0/content\"}")
          .doesNotContain("s3cret", "Hello");
      assertThat(problem.split("\"difference\"", -1)).hasSize(4);
      assertThat(client.get(base + "/models?page=2").statusCode()).isEqualTo(504);
      assertThat(client.get(base + "/models", "Range", "bytes=0-0").statusCode()).isEqualTo(206);
      assertThat(send("HEAD", base + "/other", "").statusCode()).isEqualTo(504);
      assertThat(send("PROPFIND", base + "/things/1", "a").statusCode()).isEqualTo(504);
      assertThat(counter.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void ordinaryCacheCanBeReplayed(String backend) throws Exception {
    try (CachingProxy proxy = proxy(backend, "cache").set("cache.ignore_no_store", true).start()) {
      client.post(proxy.baseUrl("ai") + "/v1/long", QUESTION, "Authorization", CREDENTIAL);
      client.get(proxy.baseUrl("ai") + "/v1/long", "Authorization", CREDENTIAL);
    }
    try (ConnectionCounter counter = replaceApiWithConnectionCounter();
        CachingProxy proxy = proxy(backend, "replay").start()) {
      for (String[] credential : new String[][] {{"Authorization", CREDENTIAL}, {}}) {
        assertThat(client.get(proxy.baseUrl("ai") + "/v1/long", credential).body()).hasSize(500);
        HttpResponse<byte[]> replayed =
            client.post(proxy.baseUrl("ai") + "/v1/long", SAME_QUESTION, credential);
        assertThat(Client.field(replayed, "X-Cache")).isEqualTo("HIT");
      }
      assertThat(counter.accepted()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "rocksdb"})
  void fullStoreRefusesFurtherRecordingsWith507(String backend) throws Exception {
    try (CachingProxy proxy = proxy(backend, "record").set("cache.max_entries", 2).start()) {
      String url = proxy.baseUrl("ai") + "/v1/models?page=";
      assertThat(client.get(url + 1).statusCode()).isEqualTo(200);
      assertThat(client.get(url + 2).statusCode()).isEqualTo(200);
      HttpResponse<byte[]> refused = client.get(url + 3);

      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(Client.field(refused, "X-API-Buddy-Error")).isEqualTo("not_recorded");
      assertThat(api.calls()).isEqualTo(2);
      assertThat(Client.field(client.get(url + 1), "X-Cache")).isEqualTo("HIT");
    }
  }

  @Test
  void modeCanBeChangedWhileTheProxyRuns() throws Exception {
    try (CachingProxy proxy = proxy("memory", "record").start()) {
      String url = proxy.baseUrl("ai") + "/v1/models";
      client.get(url);
      proxy.updateConfig("cache.mode", "replay");
      assertThat(Client.field(client.get(url), "X-Cache")).isEqualTo("HIT");
      assertThat(client.get(url + "?page=2").statusCode()).isEqualTo(504);
      proxy.updateConfig("domain_mappings.ai.mode", "passthrough");

      assertThat(Client.field(client.get(url), "Cache-Status")).contains("detail=passthrough");
      assertThat(api.calls()).isEqualTo(2);
    }
  }

  @Test
  void finalStateOfAJobIsRecordedAndAnImportedStateIsServedAsItIs() throws Exception {
    AtomicReference<String> state = new AtomicReference<>("running");
    api.on(
        "/v1/jobs",
        exchange ->
            LoopbackApi.content(
                    "application/json",
                    "{\"status\":\"%s\"}".formatted(state).getBytes(StandardCharsets.UTF_8))
                .answer(exchange));
    Path fixtures = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("memory", "record").start()) {
      String job = proxy.baseUrl("ai") + "/v1/jobs/1";
      client.get(job);
      proxy.exportFixtures(fixtures);
      state.set("succeeded");
      assertThat(Client.field(client.get(job), "X-Cache")).isEqualTo("MISS");
      assertThat(client.get(job).body()).asString().contains("succeeded");

      proxy.clearCache();
      proxy.importFixtures(fixtures);
      HttpResponse<byte[]> imported = client.get(job);
      assertThat(Client.field(imported, "X-Cache")).isEqualTo("HIT");
      assertThat(imported.body()).asString().contains("running");
    }
  }
}
