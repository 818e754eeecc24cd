package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.bootstrap.fakes.FakeClientProvider;
import io.apibuddy.bootstrap.fakes.FakeFrontendProvider;
import io.apibuddy.bootstrap.fakes.FakeStorageProvider;
import io.apibuddy.bootstrap.fakes.Journal;
import io.apibuddy.bootstrap.wiring.ServiceFiles;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final String MAP = "--map=a=https://api.example.com";

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void reset() {
    Journal.reset();
  }

  @Test
  void servesWithoutASubcommand() {
    assertThat(run(Map.of(), MAP, "--map", "bcd=http://b.example/v1", "--ttl", "12h")).isZero();

    assertThat(out.toString())
        .isEqualTo(
            """
            API Buddy (development)

              a    http://127.0.0.1:4711/a  ->  https://api.example.com   ttl 12h   limit 1000/h
              bcd  http://127.0.0.1:4711/bcd  ->  http://b.example/v1   ttl 12h   limit 1000/h

              mode   cache
              store  fake  %s
              admin  http://127.0.0.1:4711/admin/ui
              stop   Ctrl-C
            Stopped after 0 requests, 0 of them answered without an upstream call (0 bytes and 0.0 s of waiting saved)
            """
                .formatted(directory.resolve(".cache/api-buddy/fake/cache.db")));
    assertThat(err.toString()).isEmpty();
    assertThat(Journal.steps())
        .containsExactly(
            "storage open",
            "frontend start on 8080",
            "frontend close",
            "client close",
            "storage close");
  }

  @Test
  @Timeout(60)
  void proxyStopsEvenIfItsFinalOutputIsNotRead() throws IOException {
    CountDownLatch read = new CountDownLatch(1);
    StringWriter full =
        new StringWriter() {
          @Override
          public void write(String text, int offset, int length) {
            if (text.startsWith("Stopped")) {
              awaitReader(read);
            }
          }
        };
    Terminal terminal =
        new Terminal(
            Map.of(), directory.toString(), new PrintWriter(full), new PrintWriter(err), false);

    try (ServiceFiles providers = providers()) {
      assertThat(new ApiBuddy(terminal, Runnable::run, providers).run(MAP)).isZero();
    } finally {
      read.countDown();
    }
    assertThat(Journal.steps()).endsWith("storage close");
  }

  private static void awaitReader(CountDownLatch read) {
    try {
      read.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void servesWithTheServeSubcommand() {
    assertThat(run(Map.of(), "serve", MAP, "-p", "0", "--store", "memory")).isZero();

    assertThat(out.toString()).contains("store  memory\n");
    assertThat(Journal.steps()).startsWith("frontend start on 0");
  }

  @Test
  void storeIsBelowXdgCacheHomeOrAtTheGivenPath() {
    assertThat(run(Map.of("XDG_CACHE_HOME", directory.resolve("xdg").toString()), MAP)).isZero();
    assertThat(databasePath())
        .isEqualTo(directory.resolve("xdg/api-buddy/fake/cache.db").toString());

    assertThat(run(Map.of("XDG_CACHE_HOME", "relative"), MAP)).isZero();
    assertThat(databasePath())
        .isEqualTo(directory.resolve(".cache/api-buddy/fake/cache.db").toString());

    assertThat(run(Map.of(), MAP, "--store", "/tmp/mine.db")).isZero();
    assertThat(databasePath()).isEqualTo("/tmp/mine.db");
  }

  @Test
  void backendFlagSelectsTheStorageEngine() throws IOException {
    assertThat(run(Map.of(), MAP, "--backend", "fake")).isZero();
    assertThat(out.toString()).contains("store  fake");
    assertThat(run(Map.of(), MAP, "--backend", "fkae")).isEqualTo(2);
    assertThat(err.toString()).contains("cache.backend is fkae", "did you mean fake?");

    out.getBuffer().setLength(0);
    String file =
        Files.writeString(directory.resolve("c.yaml"), "cache:\n  database_path: /tmp/x\n")
            .toString();
    assertThat(run(Map.of(), MAP, "-c", file, "--backend", "memory")).isZero();
    assertThat(out.toString()).contains("store  memory\n");

    Files.writeString(Path.of(file), "cache:\n  backend: memory\n");
    assertThat(run(Map.of(), MAP, "-c", file, "--store", "/tmp/mine.db")).isZero();
    assertThat(databasePath()).isEqualTo("/tmp/mine.db");
    assertThat(run(Map.of(), MAP, "-c", file, "--store", "x", "--backend", "memory")).isEqualTo(2);
    assertThat(err.toString()).contains("remove one of the two");
  }

  @Test
  void engineSpecificSettingsReachTheEngineAndAreValidated() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"), "cache:\n  fake_depth: 3\n  fake_token: 12s3cret\n");
    assertThat(run(Map.of("API_BUDDY_CACHE_FAKE_DEPTH", "4"), MAP, "-c", file.toString())).isZero();
    Settings settings = Objects.requireNonNull(Journal.storageContext()).settings();
    assertThat(settings.number("fake_depth", 0)).isEqualTo(4);
    assertThat(settings.text("fake_token")).isEqualTo("12s3cret");

    Files.writeString(file, "cache:\n  fake_dpeth: 3\n  fake_token: [s3cret]\n");
    assertThat(run(Map.of(), MAP, "-c", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("cache.fake_dpeth: unknown key; did you mean cache.fake_depth?")
        .contains("cache.fake_token: expected text, a number, true or false\n")
        .doesNotContain("s3cret");
    Files.writeString(file, "cache:\n  fake_depth: 3\ndomain_mappings:\n  a: https://e.com\n");
    assertThat(run(Map.of(), "check", file.toString())).isZero();
  }

  @Test
  void missingClassOfAnEngineIsReportedWithoutAStackTrace() {
    Journal.onOpening(
        () -> {
          throw new NoClassDefFoundError("org/example/Engine");
        });

    assertThat(run(Map.of(), MAP)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("api-buddy: the storage engine " + FakeStorageProvider.class.getName() + " in ")
        .endsWith(
            " cannot be loaded: java.lang.NoClassDefFoundError: org/example/Engine; add what it"
                + " needs to the class path, or remove its jar\n");
  }

  @Test
  void generatedKeyIsKeptForTheNextStart() throws IOException {
    Map<String, String> environment =
        Map.of("XDG_CONFIG_HOME", directory.resolve("config").toString());
    Path file = directory.resolve("config/api-buddy/key");

    assertThat(run(environment, MAP, "--map=b=https://b.example", "--require-key")).isZero();
    String key = Files.readString(file).strip();
    assertThat(key).matches("[A-Za-z0-9_-]{43}");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(out.toString())
        .contains("  a  http://127.0.0.1:4711/{key}/a  ->  https://api.example.com")
        .contains("\n  key    http://127.0.0.1:4711/" + key + "/a\n")
        .containsOnlyOnce(key);

    out.getBuffer().setLength(0);
    assertThat(run(environment, MAP, "--require-key")).isZero();
    assertThat(out.toString()).containsOnlyOnce(key);
  }

  @Test
  void bannerShowsTheKeyInTheConfiguredPosition() {
    String key = "an-access-key-of-ours";
    Map<String, String> field =
        Map.of("API_BUDDY_SECURITY_KEY_POSITION", "header", "API_BUDDY_SECURITY_SECURE_KEY", key);
    Map<String, String> query =
        Map.of(
            "API_BUDDY_SECURITY_KEY_POSITION",
            "header,query_param",
            "API_BUDDY_SECURITY_SECURE_KEY",
            key);

    assertThat(run(field, MAP, "--require-key")).isZero();
    assertThat(out.toString())
        .contains("  a  http://127.0.0.1:4711/a  ->", "  key    X-Proxy-Key: " + key + "\n");
    assertThat(run(query, MAP, "--require-key")).isZero();
    assertThat(out.toString()).contains("  key    ?proxy_key=" + key + "\n");
    assertThat(directory.resolve(".config")).doesNotExist();
  }

  @Test
  void keyFileThatIsMalformedOrReadableByOthersIsRefused() throws IOException {
    Path file = directory.resolve(".config/api-buddy/key");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "s3cret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThat(run(Map.of(), MAP, "--require-key")).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo(
            "api-buddy: the access key in "
                + file
                + " is malformed; delete the file to generate a new one\n");
    err.getBuffer().setLength(0);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(run(Map.of(), MAP, "--require-key")).isEqualTo(2);
    assertThat(err.toString())
        .contains("can be read by others; chmod 600 the file")
        .endsWith(
            "; where the file system keeps no permissions, set XDG_CONFIG_HOME to a directory"
                + " elsewhere, or set security.secure_key\n");
    assertThat(Journal.steps()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serve --map=a=https://a.example", "stats", "doctor --map=a=https://a.example"})
  void homeDirectoryThatIsNotAValidPathIsNamed(String command) {
    Terminal terminal =
        new Terminal(Map.of(), "/home/\0", new PrintWriter(out), new PrintWriter(err), false);

    assertThat(run(terminal, command.split(" "))).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("api-buddy: /home/")
        .endsWith(": not a path: Nul character not allowed\n");
    assertThat(run(terminal, "schema")).isZero();
  }

  @Test
  void keyFileThatCannotBeWrittenIsReportedWithTheRemedy() throws IOException {
    Files.createFile(directory.resolve(".config"));

    assertThat(run(Map.of(), MAP, "--require-key")).isEqualTo(2);
    assertThat(err.toString())
        .endsWith(
            "); set XDG_CONFIG_HOME to a directory that can be written to, or set"
                + " security.secure_key\n");
  }

  @Test
  void checkShowsNoCredentialAndGeneratesNoKey() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("c.yaml"),
            """
            security: {require_secure_key: true}
            domain_mappings:
              a: {upstream: https://e.com, headers: {Authorization: s3cret}}
            """);

    assertThat(run(Map.of(), "check", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo(file + ": no problem found; aliases: a\n");
    assertThat(directory.resolve(".config")).doesNotExist();
  }

  @Test
  void flagOverridesVariableAndVariableOverridesFile() throws IOException {
    String file =
        Files.writeString(
                directory.resolve("c.yaml"),
                "server:\n  port: 1\ndomain_mappings:\n  a: https://e.com\n")
            .toString();
    Map<String, String> variable = Map.of("API_BUDDY_SERVER_PORT", "2");

    run(Map.of(), "-c", file);
    run(variable, "--config", file);
    run(variable, "-c", file, "--port", "3");

    assertThat(Journal.steps().stream().filter(step -> step.startsWith("frontend start")))
        .containsExactly("frontend start on 1", "frontend start on 2", "frontend start on 3");
  }

  @Test
  void modeIsTakenFromFlagVariableOrFile() throws IOException {
    assertThat(shownMode(Map.of(), "--mode", "Record")).isEqualTo("record");
    assertThat(shownMode(Map.of(), "--offline")).isEqualTo("replay");
    assertThat(shownMode(Map.of(), "--offline", "--mode", "replay")).isEqualTo("replay");
    Map<String, String> variable = Map.of("API_BUDDY_CACHE_MODE", "refresh");
    assertThat(shownMode(variable)).isEqualTo("refresh");
    assertThat(shownMode(variable, "--mode", "passthrough")).isEqualTo("passthrough");
    String file =
        Files.writeString(
                directory.resolve("c.yaml"),
                "domain_mappings:\n  b: {upstream: 'https://b.com', mode: record}\n")
            .toString();
    assertThat(shownMode(Map.of(), "-c", file)).isEqualTo("cache for a; record for b");
    assertThat(shownMode(Map.of(), "-c", file, "--offline")).isEqualTo("replay");
  }

  private String shownMode(Map<String, String> environment, String... arguments) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(MAP, "--store", "memory"));
    all.addAll(List.of(arguments));
    assertThat(run(environment, all.toArray(String[]::new))).isZero();
    String banner = out.toString();
    int start = banner.indexOf("  mode   ") + "  mode   ".length();
    return banner.substring(start, banner.indexOf('\n', start));
  }

  @Test
  void unknownModeAndContradictoryModesAreRefused() {
    assertThat(run(Map.of(), MAP, "--mode", "rewind")).isEqualTo(2);
    assertThat(run(Map.of(), MAP, "--offline", "--mode", "record")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            """
            api-buddy: --mode: cache.mode: expected one of cache, record, replay, passthrough, refresh, found text "rewind"
            api-buddy: --offline: means --mode replay, found --mode record
            """);
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void startWithoutAMappingExplainsHowToMapAnApi() {
    assertThat(run(Map.of())).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "api-buddy: no API is mapped: add --map name=https://api.example.com, or the section"
                + " domain_mappings to the configuration file\n");
    assertThat(out.toString()).isEmpty();
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void eachProblemIsReportedOnItsOwnLine() {
    assertThat(run(Map.of(), MAP, "--port", "65536", "--log-level", "loud", "--host", "0.0.0.0"))
        .isEqualTo(2);

    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("api-buddy: --"));
  }

  @Test
  void malformedMapFlagIsReportedWithTheExpectedForm() {
    assertThat(run(Map.of(), "--map", "https://e.com")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "api-buddy: --map: expected name=https://api.example.com, found \"https://e.com\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--prot 80, --port",
    "--prot=80, --port",
    "serv, serve",
    "exprot x, export",
    "start --map a=https://e.com, serve",
    "server, serve",
    "record, serve --mode record",
    "replay -c my.yaml, serve --mode replay",
    "help, --help",
    "config st, set",
    "serve my.yaml, --config my.yaml",
    "a=https://e.com, --map a=https://e.com",
    "--map a https://e.com, --map ALIAS=https://e.com",
    "serve https://e.com/v1, --map ALIAS=https://e.com/v1",
  })
  void unknownArgumentIsToldWithWhatItMayMean(String arguments, String meant) {
    assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString().lines().findFirst().orElseThrow())
        .startsWith("api-buddy: Unknown ")
        .endsWith("; did you mean " + meant + "?");
  }

  @Test
  void missingArgumentIsToldWithTheirOrder() {
    assertThat(run(Map.of(), "explain", "/api/x")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith(
            "api-buddy: Missing required parameter: 'URL'; use: api-buddy explain [OPTIONS] METHOD"
                + " URL\n");
  }

  @Test
  void unknownOptionNearNothingIsToldWithWhatTheCommandTakes() {
    assertThat(run(Map.of(), "check", "--config", "my.yaml")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("api-buddy: Unknown option: '--config'; use: api-buddy check [OPTIONS] FILE\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-x", "stop", "serve start", "reclaim"})
  void unknownArgumentThatIsNearNothingSuggestsNothing(String arguments) {
    assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).startsWith("api-buddy: Unknown ").doesNotContain("did you mean");
  }

  @Test
  void unknownOptionPointsToTheHelp() {
    assertThat(run(Map.of(), "--nonsense")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo("api-buddy: Unknown option: '--nonsense'\napi-buddy: see api-buddy --help\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--store other.db clear, --store comes before clear, api-buddy clear --store",
    "-c nope.yaml check x.yaml, --config comes before check, api-buddy check --config",
    "config --url http://127.0.0.1:1 set a b, --url comes before set, api-buddy config set --url"
  })
  void optionsBeforeASubcommandThatWouldIgnoreThemAreRefused(
      String arguments, String problem, String mend) {
    assertThat(run(Map.of(), arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).contains(problem, mend);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clear", "stats"})
  void storeAndRunningProxyCannotBeGivenTogether(String command) {
    assertThat(run(Map.of(), command, "--url", "http://127.0.0.1:1", "--store", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("give one or the other");
    assertThat(run(Map.of(), command, MAP)).isEqualTo(2);
    assertThat(err.toString()).contains("--map: a running proxy already has its mappings");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve -V", "config -V", "config set --version", "-V", "-V serve"})
  void everyCommandShowsTheVersion(String arguments) {
    assertThat(run(Map.of(), arguments.split(" ", -1))).isZero();
    assertThat(out.toString()).isEqualTo("api-buddy (development)\n");
  }

  @Test
  void addressThatCannotBeBoundIsReportedWithItsOwnRemedy() {
    Journal.onBinding(
        () -> {
          throw new IOException("cannot listen on 192.0.2.1:80: no such address");
        });

    assertThat(run(Map.of(), MAP)).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            "api-buddy: cannot listen on 192.0.2.1:80: no such address; use an address of this"
                + " machine (server.host, --host)\n");
  }

  @Test
  void failsWithoutAStackTraceWhenThePortIsInUse() {
    Journal.onBinding(
        () -> {
          throw new BindException("127.0.0.1:8080: Address already in use");
        });

    assertThat(run(Map.of(), MAP)).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            "api-buddy: 127.0.0.1:8080: Address already in use; free it, or choose another"
                + " port (server.port, --port)\n");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Java heap space, allow more with JAVA_OPTS=-Xmx",
    "GC overhead limit exceeded, allow more with JAVA_OPTS=-Xmx",
    "Cannot reserve 8 bytes of direct buffer memory, JAVA_OPTS=-XX:MaxDirectMemorySize=",
    "unable to create native thread, ulimit -u"
  })
  void lackOfMemoryIsReportedWithTheRemedy(String reason, String remedy) {
    Journal.onOpening(
        () -> {
          throw new OutOfMemoryError(reason);
        });

    assertThat(run(Map.of(), "stats", "--store", directory.toString())).isEqualTo(3);

    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("api-buddy: out of memory (" + reason + "); ")
        .contains(remedy);
  }

  @Test
  void moreThanAnArrayHoldsIsReportedWithoutARemedy() {
    Journal.onOpening(
        () -> {
          throw new OutOfMemoryError("Requested array size exceeds VM limit");
        });

    assertThat(run(Map.of(), "stats", "--store", directory.toString())).isEqualTo(3);

    assertThat(err.toString())
        .isEqualTo("api-buddy: out of memory (Requested array size exceeds VM limit)\n");
  }

  @Test
  void lockedStoreIsReportedWithTheRemedy() {
    Journal.onOpening(
        () -> {
          throw new StoreException(StoreException.Kind.LOCKED, "cache.db is in use by process 12");
        });

    assertThat(run(Map.of(), MAP)).isEqualTo(1);

    assertThat(err.toString())
        .isEqualTo(
            """
            api-buddy: cache.db is in use by process 12
            With --store PATH or --store memory this one has a store of its own
            """);
  }

  @Test
  void checkValidatesAFileAndStartsNothing() throws IOException {
    Path file =
        Files.writeString(directory.resolve("c.yaml"), "domain_mappings:\n  a: https://e.com\n");
    assertThat(run(Map.of(), "check", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo(file + ": no problem found; aliases: a\n");

    Files.writeString(
        file, "domain_mappings:\n  a: {upstream: https://e.com, cacheable_methods: [HEAD]}\n");
    assertThat(run(Map.of(), "check", file.toString())).isZero();
    assertThat(out.toString())
        .endsWith(
            "aliases: a\nWarning: domain_mappings.a.cacheable_methods: HEAD goes with GET and has"
                + " no effect without it; add GET\n");

    Files.writeString(file, "domain_mappings:\n  a: https://e.com\nsrever: {}\n");
    assertThat(run(Map.of(), "check", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .isEqualTo("api-buddy: c.yaml:3:1: srever: unknown key; did you mean server?\n");
    Files.writeString(file, "domain_mappings:\n  a: https://e.com\n\"x\\e]0;y\\nz\": 1\n");
    assertThat(run(Map.of(), "check", file.toString())).isEqualTo(2);
    assertThat(err.toString()).endsWith("\napi-buddy: c.yaml:3:1: x?]0;y?z: unknown key\n");
    assertThat(run(Map.of(), "check")).isEqualTo(2);
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void schemaCommandPrintsTheSchemaWithTheEnginesSettings() {
    assertThat(run(Map.of(), "schema")).isZero();

    assertThat(out.toString())
        .startsWith("{\n  \"$schema\" : \"https://json-schema.org/draft/2020-12/schema\",")
        .contains("\"max_entries\" : {", "\"fake_depth\" : {")
        .endsWith("}\n");
    assertThat(err.toString()).isEmpty();
    assertThat(Journal.steps()).isEmpty();
  }

  @Test
  void showsVersionAndHelp() {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(out.toString()).isEqualTo("api-buddy (development)\n");

    assertThat(run(Map.of(), "--help")).isZero();
    assertThat(out.toString())
        .contains(
            "--map",
            "--config",
            "--host",
            "--port",
            "--ttl",
            "--store",
            "--backend",
            "--mode",
            "--offline",
            "--require-key",
            "--log-level")
        .contains("serve", "check", "schema");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "explain", "config", "config show", "config set"})
  void helpShowsTheOptionsForHelpLast(String command) {
    assertThat(run(Map.of(), (command + " --help").strip().split(" "))).isZero();

    List<String> options =
        out.toString()
            .lines()
            .filter(line -> line.matches(" {2}(-\\w, | {4})--.*"))
            .map(line -> line.replaceFirst(".*?(--[a-z-]+).*", "$1"))
            .toList();
    assertThat(options).hasSizeGreaterThan(2).endsWith("--help", "--version");
  }

  @Test
  void coloursAreShownOnlyIfTheTerminalAllowsThem() {
    Terminal terminal =
        new Terminal(
            Map.of(), directory.toString(), new PrintWriter(out), new PrintWriter(err), true);
    run(terminal, MAP, "--store", "memory");
    assertThat(out.toString()).contains("\u001B[1mAPI Buddy\u001B[");

    out.getBuffer().setLength(0);
    run(Map.of(), MAP, "--store", "memory");
    assertThat(out.toString()).doesNotContain("\u001B");
  }

  private String databasePath() {
    return String.valueOf(
        Objects.requireNonNull(Journal.storageContext()).settings().text("database_path"));
  }

  private int run(Map<String, String> environment, String... arguments) {
    return run(
        new Terminal(
            environment, directory.toString(), new PrintWriter(out), new PrintWriter(err), false),
        arguments);
  }

  private ServiceFiles providers() throws IOException {
    return new ServiceFiles(directory)
        .with(HttpFrontendProvider.class, FakeFrontendProvider.class.getName())
        .with(UpstreamClientProvider.class, FakeClientProvider.class.getName())
        .with(StorageProvider.class, FakeStorageProvider.class.getName());
  }

  private int run(Terminal terminal, String... arguments) {
    try (ServiceFiles providers = providers()) {
      int status = new ApiBuddy(terminal, Runnable::run, providers).run(arguments);
      terminal.out().flush();
      terminal.err().flush();
      return status;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
