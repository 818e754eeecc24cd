package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.admin.Json;
import io.apibuddy.bootstrap.system.Client;
import io.apibuddy.bootstrap.system.LoopbackApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on a store that no proxy uses, and the JSON output of commands. */
@Tag("any-jvm")
@Timeout(120)
class CommandsAtRestTest {
  @TempDir Path directory;
  private final Client client = new Client();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws IOException {
    byte[] content = "{\"size\":1}".getBytes(StandardCharsets.UTF_8);
    api = LoopbackApi.http().on("/", LoopbackApi.content("application/json", content));
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    Terminal terminal =
        new Terminal(
            Map.of(), directory.toString(), new PrintWriter(out), new PrintWriter(err), false);
    int status = new ApiBuddy(terminal, Runnable::run, getClass().getClassLoader()).run(arguments);
    terminal.out().flush();
    terminal.err().flush();
    return status;
  }

  @Test
  void failureToWriteTheOutputExitsWithStatus1() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("expected");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Terminal terminal =
        new Terminal(
            Map.of(), directory.toString(), new PrintWriter(full), new PrintWriter(err), false);

    assertThat(new ApiBuddy(terminal, Runnable::run, getClass().getClassLoader()).run("schema"))
        .isEqualTo(1);
    assertThat(err.toString()).contains("the output could not be written");
  }

  private JsonNode json(int status, String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--output", "json"));
    assertThat(run(all.toArray(String[]::new))).as(err.toString()).isEqualTo(status);
    assertThat(out.toString()).endsWith("\n").containsOnlyOnce("\n");
    return Json.parsed(out.toString());
  }

  private CachingProxy serve(String backend) {
    return CachingProxy.builder()
        .map("a", api.url())
        .map("b", api.url())
        .set("cache.backend", backend)
        .set("cache.database_path", store())
        .set("cache.store_budget", "30s")
        .set("cache.min_cache_response_size", 0)
        .start();
  }

  private String store() {
    return directory.resolve("store").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void statsOfAClosedStoreShowsItsEntriesAndPastCounts(String backend) throws Exception {
    String[] stats = {"stats", "--backend", backend, "--store", store()};
    try (CachingProxy proxy = serve(backend)) {
      for (String path : List.of("/1", "/2", "/1", "/1")) {
        client.get(proxy.baseUrl("a") + path);
      }
      client.get(proxy.baseUrl("a") + "/3", "Cache-Control", "only-if-cached"); // neither
      client.get(proxy.baseUrl("b") + "/1");
      assertThat(run(stats)).isEqualTo(1);
      assertThat(err.toString()).contains("Stop the api-buddy that uses it");
    }

    assertThat(run(stats)).as(err.toString()).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            alias  stored  bytes  expired  requests  hits  hit rate  calls saved
            a      2       20     0        5         2     50.0 %    2
            b      1       10     0        1         0     0.0 %     0
            all    3       30     0        6         2     40.0 %    2
            """);
    assertThat(json(0, stats).at("/domains/a/cache_hits").asInt()).isEqualTo(2);
    assertThat(json(0, stats).at("/domains/a/cache_misses").asInt()).isEqualTo(2);
    assertThat(run("stats", "--follow", "--store", store())).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "rocksdb"})
  void clearRemovesTheEntriesOfOneAliasOrOfAll(String backend) throws Exception {
    try (CachingProxy proxy = serve(backend)) {
      for (String path : List.of("/1", "/2", "/3")) {
        client.get(proxy.baseUrl("a") + path);
      }
      client.get(proxy.baseUrl("b") + "/1");
    }

    assertThat(run("clear", "b", "--backend", backend, "--store", store())).isZero();
    assertThat(out.toString()).isEqualTo("1 response removed\n");
    assertThat(run("clear", "b", "--backend", backend, "--store", store(), "--map=b=" + api.url()))
        .isZero();
    assertThat(out.toString()).isEqualTo("0 responses removed\n");
    assertThat(json(0, "clear", "--backend", backend, "--store", store()).path("removed").asInt())
        .isEqualTo(3);
    try (CachingProxy proxy = serve(backend)) {
      assertThat(Client.field(client.get(proxy.baseUrl("a") + "/1"), "X-Cache")).isEqualTo("MISS");
    }
  }

  @Test
  void aliasThatIsNeitherStoredNorMappedIsRefused() throws Exception {
    try (CachingProxy proxy = serve("sqlite")) {
      client.get(proxy.baseUrl("a") + "/1");
      client.get(proxy.baseUrl("b") + "/1");
    }
    Path archive = directory.resolve("x.har");
    List<String> on = List.of("--backend", "sqlite", "--store", store());

    List<String> clear = new ArrayList<>(List.of("clear", "bb"));
    clear.addAll(on);
    assertThat(run(clear.toArray(String[]::new))).isEqualTo(2);
    assertThat(err)
        .hasToString("api-buddy: nothing is stored for bb; responses are stored for: a, b\n");

    List<String> export = new ArrayList<>(List.of("export", archive.toString(), "--alias", "bb"));
    export.addAll(on);
    export.addAll(List.of("--map", "a=" + api.url()));
    assertThat(run(export.toArray(String[]::new))).isEqualTo(2);
    assertThat(err)
        .hasToString("api-buddy: nothing is stored for bb; responses are stored for: a, b\n");
    assertThat(archive).doesNotExist();
    export.addAll(List.of("--map", "bb=" + api.url()));
    assertThat(run(export.toArray(String[]::new))).as(err.toString()).isZero();
  }

  @Test
  void commandsPrintJsonOnRequest() throws Exception {
    try (CachingProxy proxy = serve("sqlite")) {
      client.get(proxy.baseUrl("a") + "/1");
    }
    String fixtures = directory.resolve("fixtures").toString();
    String[] on = {"--backend", "sqlite", "--store", store(), "--map", "a=" + api.url()};

    assertThat(json(0, with("export", on, fixtures)).path("exported").asInt()).isEqualTo(1);
    assertThat(json(0, with("import", on, fixtures)).path("imported").asInt()).isEqualTo(1);
    JsonNode verified = json(0, with("verify", on, fixtures));
    assertThat(verified.path("same").asInt()).isEqualTo(1);
    assertThat(verified.at("/outcomes/0/verdict").asText()).isEqualTo("same");
    JsonNode health = json(0, with("doctor", on));
    assertThat(health.path("healthy").asBoolean()).isTrue();
    assertThat(health.at("/findings/1/finding").asText()).isEqualTo("reachable, answers 200");
    assertThat(json(0, "demo", "--once").path("steps")).hasSize(12);
  }

  @Test
  void missingStoreIsReportedAndNotCreated() {
    for (String command : List.of("stats", "clear", "export")) {
      String[] on = {"--backend", "sqlite", "--store", store(), "--map", "a=" + api.url()};
      String[] more = command.equals("export") ? new String[] {"fixtures"} : new String[0];
      String[] arguments =
          with(command, command.equals("export") ? on : Arrays.copyOf(on, 4), more);
      assertThat(run(arguments)).isEqualTo(1);
      assertThat(err.toString()).contains("there is no store at " + store());
    }
    assertThat(run("doctor", "--store", store(), "--backend", "sqlite", "--map", "a=" + api.url()))
        .isZero();
    assertThat(out.toString()).contains("ok    store: none yet at " + store());
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void exportReportsTheEntriesThatItLeftOut() throws Exception {
    try (CachingProxy proxy = serve("sqlite")) {
      client.get(proxy.baseUrl("a") + "/1");
      client.get(proxy.baseUrl("a") + "/2");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store());
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE cache_entries SET body = zeroblob(length(body)) WHERE target LIKE '%/1'"))
          .isEqualTo(1);
    }

    JsonNode exported =
        json(
            1,
            "export",
            directory.resolve("fixtures").toString(),
            "--map",
            "a=" + api.url(),
            "--backend",
            "sqlite",
            "--store",
            store());

    assertThat(exported.get("exported").asInt()).isEqualTo(1);
    assertThat(exported.get("left_out"))
        .singleElement()
        .satisfies(name -> assertThat(name.asText()).startsWith("a/get-1-"));
    assertThat(err.toString()).contains("left out: a/get-1-");
  }

  @Test
  void textFileIsNotMistakenForADamagedStore() throws Exception {
    Path file = Files.writeString(directory.resolve("buddy.yaml"), "domain_mappings: {}\n");

    assertThat(run("stats", "--backend", "sqlite", "--store", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains(file + " is a text file, not a database");
    assertThat(Files.readString(file)).isEqualTo("domain_mappings: {}\n");
  }

  @Test
  void aCommandThatSendsNothingNeedsNoCredential() throws Exception {
    try (CachingProxy proxy = serve("sqlite")) {
      client.get(proxy.baseUrl("a") + "/1");
    }
    Path file =
        Files.writeString(
            directory.resolve("buddy.yaml"),
            """
            cache: {backend: sqlite, database_path: %s}
            domain_mappings:
              a: {upstream: "%s", mode: cache, headers: {Authorization: "Bearer ${NOT_SET}"}}
            """
                .formatted(store(), api.url()));
    String fixtures = directory.resolve("fixtures").toString();

    for (String[] command :
        List.of(
            new String[] {"export", fixtures},
            new String[] {"import", fixtures},
            new String[] {"stats"},
            new String[] {"clear"})) {
      assertThat(run(with(command[0], new String[] {"--config", file.toString()}, rest(command))))
          .as(err.toString())
          .isZero();
    }
    assertThat(run("verify", "--config", file.toString(), fixtures)).isEqualTo(2);
    assertThat(err.toString()).contains("NOT_SET");
  }

  private static String[] rest(String[] command) {
    return Arrays.copyOfRange(command, 1, command.length);
  }

  @Test
  void initRefusesAJsonFileName() {
    assertThat(run("init", directory.resolve("buddy.json").toString())).isEqualTo(2);
    assertThat(run("init", directory.resolve("Buddy.JSON").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Buddy.JSON would be read as JSON", "name it .yaml");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void initRefusesADirectory() {
    for (String option : List.of("--output=text", "--force")) {
      assertThat(run("init", option, directory.toString())).isEqualTo(2);
      assertThat(err.toString()).contains(directory + " is a directory; name a file");
    }
  }

  @Test
  void checkPrintsProblemsAsJsonOnRequest() throws Exception {
    String file = directory.resolve("buddy.yaml").toString();
    assertThat(json(0, "init", file).path("file").asText()).isEqualTo(file);
    JsonNode good = json(0, "check", file);
    assertThat(good.path("valid").asBoolean()).isTrue();
    assertThat(good.path("aliases")).hasSize(2);

    Files.writeString(Path.of(file), "domain_mappings:\n  a: https://e.com\nsrever: {}\n");
    JsonNode bad = json(2, "check", file);
    assertThat(bad.path("valid").asBoolean()).isFalse();
    assertThat(bad.at("/problems/0/key").asText()).isEqualTo("srever");
    assertThat(err.toString()).isEmpty();
  }

  private static String[] with(String command, String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
