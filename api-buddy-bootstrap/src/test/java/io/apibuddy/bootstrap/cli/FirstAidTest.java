package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.bootstrap.system.LoopbackApi;
import io.apibuddy.ports.contract.ClosedPort;
import io.apibuddy.ports.contract.RawUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no running proxy: init, check, doctor, completion. */
@Timeout(120)
class FirstAidTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return new ApiBuddy(
            new Terminal(
                environment,
                directory.toString(),
                new PrintWriter(out),
                new PrintWriter(err),
                false),
            Runnable::run,
            getClass().getClassLoader())
        .run(arguments);
  }

  @Test
  void initWritesAValidFileAndOverwritesOneOnlyWithForce() throws IOException {
    String file = directory.resolve("buddy.yaml").toString();
    assertThat(run("init", file)).as(err.toString()).isZero();
    assertThat(run("check", file)).as(err.toString()).isZero();
    assertThat(out.toString())
        .isEqualTo(
            "%1$s written; start with: api-buddy --config %1$s\n".formatted(file)
                + file
                + ": no problem found; aliases: github, openai\n");

    Files.writeString(Path.of(file), "mine");
    assertThat(run("init", file)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("api-buddy: " + file + " already exists; --force overwrites it\n");
    assertThat(Path.of(file)).hasContent("mine");
    assertThat(run("init", "--force", file)).isZero();
    assertThat(Files.readString(Path.of(file)))
        .startsWith("# An example configuration of API Buddy");
  }

  @Test
  void initNamesAMissingDirectory() {
    String file = directory.resolve("missing/buddy.yaml").toString();

    assertThat(run("init", file)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("api-buddy: cannot write " + file + ": its directory does not exist\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "init,",
        "check,",
        "-c,",
        "serve,--config, ",
        "stats,--key-file,",
        "export,",
        "import,,--map,a=http://a.example",
        "verify,"
      })
  void anEmptyPathIsRefused(String arguments) {
    assertThat(run(arguments.split(",", -1))).isEqualTo(2);
    assertThat(err.toString()).contains("expected a path, found none");
  }

  @Test
  void checkFindsProblemsThatOnlyTheUpstreamClientDetects() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            """
            domain_mappings: {a: 'https://a.example'}
            server: {upstream_proxy: 'http://us%zzer:p@proxy.example'}
            """);
    assertThat(run("check", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("c.yaml:2:26: server.upstream_proxy: ");
  }

  @Test
  void completionListsCommandsAndOptions() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).contains("api-buddy", "doctor", "export", "--require-key");
  }

  @Test
  void doctorChecksTheApisEvenIfNoStoreCanBeCreated() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    try (LoopbackApi api = LoopbackApi.http()) {
      Map<String, String> environment = Map.of("XDG_CACHE_HOME", file.toString());
      assertThat(run(environment, "doctor", "--backend", "sqlite", "--map", "good=" + api.url()))
          .isEqualTo(1);
    }
    assertThat(out.toString())
        .startsWith("FAIL  store: cannot create the directory " + file)
        .endsWith("\nok    good: reachable, answers 404\n");
  }

  @Test
  void doctorNamesSettingsThatTheHeapBounds() throws Exception {
    Map<String, String> environment = Map.of("API_BUDDY_CACHE_MEMORY_MAX_MB", "1048576");
    try (LoopbackApi api = LoopbackApi.http()) {
      assertThat(run(environment, "doctor", "--backend", "sqlite", "--map", "a=" + api.url()))
          .isZero();
    }
    assertThat(out.toString()).contains("ok    configuration: cache.memory_max_mb: ");
  }

  @ParameterizedTest
  @CsvSource({
    "check, ''",
    "serve -c, ''",
    "check, 'server: {port: abc}'",
    "serve -c, 'server: {port: abc}'"
  })
  void everyMissingFileClassAndEngineIsReportedWithOtherProblems(String command, String more)
      throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("parts.yaml"),
            """
            domain_mappings: {a: {upstream: "https://a.example", upstream_ca_file: nope.pem}}
            cache: {backend: sqlit, database_path: here}
            callbacks: {on_notice: com.example.Nope}
            """
                + more);

    assertThat(run((command + " " + file).split(" "))).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "parts.yaml:2:18: cache.backend is sqlit, but there is only",
            "parts.yaml:1:72: domain_mappings.a.upstream_ca_file: cannot read nope.pem: there is no"
                + " file ",
            "parts.yaml:3:12: callbacks.on_notice: no class com.example.Nope",
            more.isEmpty() ? "" : "parts.yaml:4:16: server.port: expected a whole number");
  }

  @Test
  void doctorReportsTheStateOfTheStoreAndOfEachApi() throws Exception {
    String store = directory.resolve("store").toString();
    try (LoopbackApi api = LoopbackApi.http()) {
      String[] doctor = {
        "doctor", "--backend", "sqlite", "--store", store, "--map", "good=" + api.url()
      };
      assertThat(run(doctor)).as(out.toString() + err).isZero();
      assertThat(out.toString())
          .isEqualTo(
              "ok    store: none yet at " + store + "\nok    good: reachable, answers 404\n");

      try (CachingProxy proxy =
          CachingProxy.builder()
              .map("good", api.url())
              .set("cache.backend", "sqlite")
              .set("cache.database_path", store)
              .start()) {
        assertThat(proxy.isRunning()).isTrue();
        assertThat(run(doctor)).isZero();
      }
      assertThat(out.toString()).contains("ok    store: in use by a running api-buddy\n");
      assertThat(run(doctor)).isZero();
      assertThat(out.toString()).contains("ok    store: can be read, contains 0 responses\n");
      assertThat(
              run("doctor", "--backend", "sqlite", "--store", store + "/x", doctor[5], doctor[6]))
          .isEqualTo(1);
      assertThat(out.toString()).contains("FAIL  store: ", "/x cannot be created: " + store);
    }
    try (ClosedPort closed = new ClosedPort()) {
      String bad = "bad=http://127.0.0.1:" + closed.number();
      assertThat(run("doctor", "--store", "memory", "--map", bad)).isEqualTo(1);
    }
    assertThat(out.toString())
        .endsWith(
            """
            ok    store: in memory
            FAIL  bad: upstream_unreachable: no connection to the upstream could be made
            """);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "5, 1", "-5, 1"})
  void doctorReportsAClockThatDiffersFromAnApis(int minutes, int status) throws IOException {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(minutes));
    try (RawUpstream api =
        new RawUpstream(
            peer -> {
              peer.skipRequest();
              peer.send("HTTP/1.1 200 OK\r\nDate: " + date + "\r\nContent-Length: 0\r\n\r\n");
            })) {
      assertThat(run("doctor", "--store", "memory", "--map", "api=" + api.origin()))
          .as(out.toString() + err)
          .isEqualTo(status);
    }
    assertThat(out.toString().contains("FAIL  clock: differs from api's by "))
        .isEqualTo(status != 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://me:s3cret@LOCALHOST/x?a=s3cret | 1 | FAIL  api: redirects to https://localhost, ",
        "https://localhost:8443/x | 1 | FAIL  api: redirects to https://localhost:8443, ",
        "https://other.example/x | 0 | ok    api: reachable, answers 301",
        "/x | 0 | ok    api: reachable, answers 301",
        "https://[ | 0 | ok    api: reachable, answers 301"
      })
  void doctorReportsAnApiThatRedirectsToHttps(String location, int status, String finding)
      throws IOException {
    LoopbackApi.Resource moved =
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(301, -1);
        };
    try (LoopbackApi api = LoopbackApi.http().on("/", moved)) {
      assertThat(run("doctor", "--store", "memory", "--map", "api=" + api.url()))
          .as(out.toString() + err)
          .isEqualTo(status);
    }
    assertThat(out.toString()).contains(finding).doesNotContain("s3cret");
  }
}
