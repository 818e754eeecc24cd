package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.CachingProxyBuilder;
import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.LoopbackApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands export, import and verify with real engines and an API on loopback. */
@Tag("any-jvm")
@Timeout(120)
class FixtureCommandsTest {
  private static final String EVENTS = "data: {\"token\":\"Hel\"}\n\ndata: [DONE]\n\n";
  private static final byte[] BINARY = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xFF};
  private static final String[] CREDENTIALS = {
    "Authorization", "Bearer s3cret", "Accept", "application/json, text/plain, */*"
  };
  private static final String[] NONE = {"Accept", "application/json, text/plain, */*"};

  private static final List<String> ANOTHER_SITE = List.of("Origin", "https://evil.test");

  @TempDir Path directory;
  private final Client client = new Client();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @AutoClose private LoopbackApi api;
  private volatile String model = "{\"data\":[{\"id\":\"m\",\"size\":1}]}";
  private volatile String mediaType = "application/json";

  @BeforeEach
  void startTheApi() throws IOException {
    api =
        LoopbackApi.http()
            .on("/v1/chat", LoopbackApi.content("text/event-stream", bytes(EVENTS)))
            .on("/v1/image", LoopbackApi.content("image/png", BINARY))
            .on("/v1/long", LoopbackApi.content("text/plain", bytes("z\n".repeat(300_000))))
            .on(
                "/v1/models",
                exchange -> {
                  exchange.getResponseHeaders().set("Vary", "Accept, Authorization");
                  LoopbackApi.content(mediaType, bytes(model)).answer(exchange);
                });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CachingProxyBuilder proxy(String backend, String store, String mode) {
    return CachingProxy.builder()
        .map("ai", api.url() + "/v1")
        .set("cache.mode", mode)
        .set("cache.backend", backend)
        .set("cache.store_budget", "30s")
        .set("cache.database_path", directory.resolve(store).toString());
  }

  private List<HttpResponse<byte[]>> session(CachingProxy proxy, String... fields)
      throws Exception {
    String base = proxy.baseUrl("ai");
    return List.of(
        client.get(base + "/models?key=" + fields.length, fields),
        client.post(base + "/chat", "{\"q\": \"Hello\"}", fields),
        client.get(base + "/image", fields),
        client.get(base + "/long", fields));
  }

  private int run(String... arguments) {
    return new ApiBuddy(
            new Terminal(
                Map.of(), directory.toString(), new PrintWriter(out), new PrintWriter(err), false),
            closing -> closing.run(),
            getClass().getClassLoader())
        .run(arguments);
  }

  private String[] arguments(String command, String backend, String store, Path files) {
    return new String[] {
      command,
      "--map",
      "ai=" + api.url() + "/v1",
      "--backend",
      backend,
      "--store",
      directory.resolve(store).toString(),
      files.toString()
    };
  }

  @ParameterizedTest
  @CsvSource({
    "sqlite, record, fixtures, record, false",
    "rocksdb, record, archive.har, replay, false",
    "sqlite, cache, archive.har, replay, false",
    "sqlite, cache, fixtures, cache, false",
    "sqlite, cache, fixtures, cache, true",
    "rocksdb, cache, fixtures, replay, false"
  })
  void exportedResponsesAreHitsElsewhereWithAnyCredentialOrNone(
      String backend, String mode, String name, String later, boolean shared) throws Exception {
    List<HttpResponse<byte[]>> before;
    try (CachingProxy proxy =
        proxy(backend, "one", mode)
            .set("cache.min_cache_response_size", 0)
            .set("cache.share_across_credentials", shared)
            .start()) {
      before = session(proxy, CREDENTIALS);
    }
    Path files = directory.resolve(name);
    assertThat(run(arguments("export", backend, "one", files))).as(err.toString()).isZero();
    assertThat(run(arguments("import", backend, "two", files))).as(err.toString()).isZero();
    assertThat(out.toString()).isEqualTo(files + ": 4 exported\n" + files + ": 4 imported\n");
    assertThat(everythingIn(files)).doesNotContain("s3cret", "key=6");

    try (CachingProxy proxy =
        proxy(backend, "two", later).set("cache.share_across_credentials", shared).start()) {
      int calls = api.calls();
      for (String[] fields : List.of(NONE, CREDENTIALS)) {
        List<HttpResponse<byte[]>> again = session(proxy, fields);
        for (int i = 0; i < before.size(); i++) {
          assertThat(Client.field(again.get(i), "X-Cache")).isEqualTo("HIT");
          assertThat(again.get(i).body()).isEqualTo(before.get(i).body());
        }
      }
      String[] page = Stream.concat(Stream.of(NONE), ANOTHER_SITE.stream()).toArray(String[]::new);
      assertThat(session(proxy, page)).extracting(HttpResponse::statusCode).containsOnly(403);
      assertThat(api.calls()).isEqualTo(calls);
    }
  }

  @Test
  void exportOfAStoreInUseIsRefusedWithTheRemedy() throws Exception {
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      assertThat(proxy.isRunning()).isTrue();
      assertThat(run(arguments("export", "sqlite", "one", directory.resolve("x")))).isEqualTo(1);
    }
    assertThat(err.toString()).contains("Stop the api-buddy that uses it");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void aPathWithoutFixturesIsRefused() throws Exception {
    Path text = Files.writeString(directory.resolve("err.log"), "x");
    Path none = directory.resolve("fixturs");
    for (Path path : List.of(none, text, directory.resolve("none.har"))) {
      assertThat(run(arguments("verify", "sqlite", "one", path))).isEqualTo(2);
      assertThat(run(arguments("import", "sqlite", "one", path))).isEqualTo(2);
    }
    assertThat(err.toString())
        .contains(none + " does not exist", text + " is neither a directory nor named *.har");
    assertThat(directory.resolve("one")).doesNotExist();
  }

  @Test
  void importWarnsOfResponsesWhoseAliasIsNotMapped() throws Exception {
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      client.get(proxy.baseUrl("ai") + "/models");
      proxy.exportFixtures(files);
    }

    String[] imports = arguments("import", "sqlite", "two", files);
    assertThat(run(imports)).isZero();
    assertThat(err.toString()).isEmpty();
    for (int i = 0; i < imports.length; i++) {
      imports[i] = imports[i].replaceFirst("^ai=", "renamed=");
    }
    assertThat(run(imports)).isZero();
    assertThat(err.toString())
        .contains("not mapped, so its imported responses cannot be used: ai;");
  }

  @Test
  void importOfAnEmptyDirectoryIsRefused() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("fixtures"));

    assertThat(run(arguments("import", "sqlite", "one", empty))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains(empty + " contains no fixtures");
  }

  @Test
  void verifyReportsContentThatItCannotDecodeAsNotCompared() throws Exception {
    api.on(
        "/v1/coded",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Encoding", "br");
          LoopbackApi.content("application/json", BINARY).answer(exchange);
        });
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      client.get(proxy.baseUrl("ai") + "/coded", "Accept-Encoding", "br");
      proxy.exportFixtures(files);
    }

    assertThat(run("verify", "--map", "ai=" + api.url() + "/v1", files.toString())).isZero();
    assertThat(out.toString())
        .contains("same  GET ai/coded: content not compared: Content-Encoding is br\n");
  }

  @Test
  void verifyDoesNotSendTheFieldsThatTheProxyAddsToAKey() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    api.on(
        "/v1/shared",
        exchange -> {
          asked.addAll(exchange.getRequestHeaders().keySet());
          exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
          LoopbackApi.content(mediaType, bytes(model)).answer(exchange);
        });
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy =
        proxy("sqlite", "one", "cache")
            .set("cache.min_cache_response_size", 0)
            .set("cache.policy", "http")
            .set("cache.share_across_credentials", true)
            .start()) {
      client.get(proxy.baseUrl("ai") + "/shared", "X-API-Buddy-Variant", "2");
      proxy.exportFixtures(files);
    }

    assertThat(run("verify", "--map", "ai=" + api.url() + "/v1", files.toString())).isZero();
    assertThat(out.toString()).contains("same  GET ai/shared\n");
    assertThat(asked).doesNotContain("Credentials", "Cache-policy");
  }

  @Test
  void verifyWithoutFixturesFails() throws Exception {
    Path empty = Files.createDirectory(directory.resolve("fixtures"));

    assertThat(run("verify", "--map", "ai=" + api.url(), empty.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("nothing was verified");
  }

  @Test
  void verifyReportsEachPlaceThatHasChangedUpstream() throws Exception {
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      session(proxy, NONE);
      client.get(proxy.baseUrl("ai") + "/gone", NONE);
      proxy.exportFixtures(files);
    }
    String[] verify = {"verify", "--map", "ai=" + api.url() + "/v1", files.toString()};
    assertThat(run(verify)).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("same  GET ai/models\n")
        .contains("skipped  POST ai/chat: only --unsafe sends POST\n")
        .endsWith("4 the same, 0 drifted, 1 skipped\n");

    model = "{\"data\":[{\"id\":\"other\",\"size\":\"1\"}]}";
    api.on("/v1/gone", LoopbackApi.content("text/plain", bytes("here")));
    assertThat(run(verify)).isEqualTo(1);
    assertThat(out.toString())
        .contains("drift  GET ai/models: /data/0/size is a text, was a number\n")
        .contains("drift  GET ai/gone: status is 200, was 404\n")
        .endsWith("2 the same, 2 drifted, 1 skipped\n");

    for (String noJson : List.of("<html>", "{\"data\":[", "", "{}{}")) {
      model = noJson;
      assertThat(run(verify)).isEqualTo(1);
      assertThat(out.toString()).contains("drift  GET ai/models: the document is no JSON\n");
    }

    mediaType = "text/html";
    List<String> all = new ArrayList<>(List.of(verify));
    all.add("--unsafe");
    assertThat(run(all.toArray(String[]::new))).isEqualTo(1);
    assertThat(out.toString())
        .contains("drift  GET ai/models: content type is text/html, was application/json\n")
        .endsWith("3 the same, 2 drifted, 0 skipped\n");

    api.close();
    assertThat(run(verify)).isEqualTo(1);
    assertThat(out.toString()).contains("GET ai/models: no answer: upstream_unreachable\n");
  }

  @Test
  void controlCharactersInMemberNamesDoNotReachTheTerminal() throws Exception {
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      client.get(proxy.baseUrl("ai") + "/models", NONE);
      proxy.exportFixtures(files);
    }
    String[] verify = {"verify", "--map", "ai=" + api.url() + "/v1", files.toString()};

    model = "{\"\\u001b]0;pwned\\u0007\\u009b31m\\u007f\\n\\u202e\\u2028same\":1}";
    assertThat(run(verify)).isEqualTo(1);
    assertThat(out.toString())
        .contains("drift  GET ai/models: /?]0;pwned??31m????same is new\n")
        .matches("(?s)[^\\p{Cntrl}\\u0080-\\u009f]+(\\n[^\\p{Cntrl}\\u0080-\\u009f]*)*");

    List<String> json = new ArrayList<>(List.of(verify));
    json.add("--output=json");
    assertThat(run(json.toArray(String[]::new))).isEqualTo(1);
    assertThat(out.toString())
        .contains("/\\u001B]0;pwned\\u0007\\u009b31m\\u007f\\n\\u202e\\u2028same is new");
  }

  @Test
  void throttledRequestIsSkippedRatherThanReportedAsDrift() throws Exception {
    Path files = directory.resolve("fixtures");
    try (CachingProxy proxy = proxy("sqlite", "one", "record").start()) {
      session(proxy, NONE);
      proxy.exportFixtures(files);
    }
    Path config =
        Files.writeString(
            directory.resolve("buddy.yaml"),
            "domain_mappings:\n  ai: {upstream: '"
                + api.url()
                + "/v1', throttling: {limits: 1/minute}}\n");

    int exit = run("verify", "--max-wait", "0", "--config", config.toString(), files.toString());

    assertThat(exit).as(out.toString()).isEqualTo(3);
    assertThat(out.toString())
        .containsPattern("skipped  GET ai/models: throttled, to be tried again in \\d+ s, which")
        .endsWith("1 the same, 0 drifted, 3 skipped\n");
    assertThat(err.toString()).contains("not all was verified").doesNotContain("waiting");
  }

  private static String everythingIn(Path root) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        text.append(root.relativize(file)).append('\n').append(Files.readString(file));
      }
    }
    return text.toString();
  }
}
