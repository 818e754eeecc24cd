package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built jars, alone and with adapters beside them on the class path. */
class RunnableJarsIT {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SQLITE_JAR = Path.of("target", "api-buddy.jar").toAbsolutePath();
  private static final Path ROCKSDB_JAR =
      Path.of("target", "api-buddy-rocksdb.jar").toAbsolutePath();
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Pattern CLASS_PATH_COMMAND =
      Pattern.compile(
          "<!-- class-path-command -->.*?java -cp (\\S+) (\\S+) .*?```", Pattern.DOTALL);

  @TempDir Path home;
  private final Client client = new Client();
  @AutoClose private LoopbackApi api;

  @BeforeEach
  void startTheApi() throws Exception {
    byte[] content = "z".repeat(5000).getBytes(StandardCharsets.UTF_8);
    api = LoopbackApi.http().on("/x", LoopbackApi.content("text/plain", content));
  }

  @Test
  void eachRunnableJarKeepsResponsesInItsOwnEngine() throws Exception {
    assertKeepsResponses(List.of("-jar", SQLITE_JAR.toString()), "sqlite");
    assertKeepsResponses(List.of("-jar", ROCKSDB_JAR.toString()), "rocksdb");

    assertThat(home.resolve("cache/api-buddy/sqlite")).isNotEmptyDirectory();
    assertThat(home.resolve("cache/api-buddy/rocksdb")).isNotEmptyDirectory();
  }

  @Test
  void statsOfAClosedStorePrintsOnlyItsJson() throws Exception {
    List<String> program = List.of("-jar", SQLITE_JAR.toString());
    String store = home.resolve("kept.db").toString();
    assertKeepsResponses(program, "sqlite", "--store", store);

    List<String> stats = List.of("stats", "--store", store, "--output", "json");
    try (ProxyProcess command = ProxyProcess.runJava(home, List.of(), program, stats)) {
      assertThat(command.exitCode()).isZero();
      assertThat(command.output()).startsWith("{").hasLineCount(1);
    }
  }

  @Test
  void checkWithJsonOutputPrintsOnlyItsJson() throws Exception {
    Path file =
        Files.writeString(home.resolve("a.yaml"), "domain_mappings: {a: https://a.example}");
    List<String> program = List.of("-jar", SQLITE_JAR.toString());
    List<String> check = List.of("check", "--output", "json", file.toString());
    try (ProxyProcess command = ProxyProcess.runJava(home, List.of(), program, check)) {
      assertThat(command.exitCode()).isZero();
      assertThat(command.output()).startsWith("{").contains("\"valid\":true").hasLineCount(1);
    }
  }

  @Test
  void storeIsBelowTheHomeOfTheEnvironment() throws Exception {
    List<String> command = new ArrayList<>(List.of(ProxyProcess.java(), "-jar"));
    command.add(SQLITE_JAR.toString());
    command.addAll(mapped());

    Map<String, String> noCacheHome = Map.of("XDG_CACHE_HOME", "");
    try (ProxyProcess proxy = ProxyProcess.runCommand(home, noCacheHome, command).awaitStart()) {
      String store = "store  sqlite  " + home.resolve(".cache/api-buddy");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(proxy.output()).contains(store));
    }
  }

  @Test
  void theReadmesCommandAddsAnEngineToTheClassPath() throws Exception {
    Matcher command = CLASS_PATH_COMMAND.matcher(Files.readString(PROJECT.resolve("README.md")));
    assertThat(command.find()).isTrue();
    String classPath =
        Stream.of(command.group(1).replace("'", "").split(":"))
            .map(element -> PROJECT + "/" + element)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> both = List.of("-cp", classPath, command.group(2));

    assertAmbiguousEngine(both, "(rocksdb, sqlite)");
    assertKeepsResponses(both, "rocksdb", "--backend", "rocksdb");
  }

  @Test
  void thirdPartyAdapterOnTheClassPathIsFound() throws Exception {
    Path adapter = ThirdPartyJar.make(home);
    List<String> beside =
        List.of("-cp", SQLITE_JAR + File.pathSeparator + adapter, ProxyProcess.MAIN);
    Path file =
        Files.writeString(
            home.resolve("buddy.yaml"), "cache:\n  backend: files\n  files_save_interval: 200ms\n");

    assertAmbiguousEngine(beside, "(files, sqlite)");
    assertKeepsResponses(beside, "files", "--config", file.toString());
  }

  @Test
  void thirdPartyAdapterNeedsNoNameIfItIsTheOnlyEngine() throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(element -> !element.contains("api-buddy-adapter-store"))
            .collect(Collectors.joining(File.pathSeparator));
    String beside = classPath + File.pathSeparator + ThirdPartyJar.make(home);

    assertKeepsResponses(List.of("-cp", beside, ProxyProcess.MAIN), "files");
  }

  @Test
  void readmesDemoCommandPrintsTheRequestsThatTheReadmeShows() throws Exception {
    String readme = Files.readString(PROJECT.resolve("README.md"));
    Matcher command =
        Pattern.compile("^mvn .* && java -jar (\\S+) (demo)$", Pattern.MULTILINE).matcher(readme);
    assertThat(command.find()).isTrue();
    List<String> program = List.of("-jar", PROJECT.resolve(command.group(1)).toString());

    try (ProxyProcess demo =
        ProxyProcess.runJava(home, List.of(), program, List.of(command.group(2), "--once"))) {
      assertThat(demo.exitCode()).as(demo.output()).isZero();
      assertThat(demo.output())
          .contains("HIT", "STALE", "429", "The sample API was called 8 times in 16 requests");
      Stream<String> requests = demo.output().lines().filter(line -> line.contains(" ms"));
      assertThat(requests.map(line -> line.replaceAll(" {2,}.*", "")))
          .hasSize(12)
          .allSatisfy(request -> assertThat(readme).contains(request)); // its example is current
    }
  }

  @Test
  void statusLineIsShownOnATerminalUnlessNoColorIsSet() throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "script, which makes a terminal, is not there");
    String proxy = ProxyProcess.java() + " -jar " + SQLITE_JAR + " " + String.join(" ", mapped());
    List<String> command =
        List.of("env", "-u", "NO_COLOR", SCRIPT.toString(), "-qec", proxy, "/dev/null");

    try (ProxyProcess terminal = ProxyProcess.runCommand(home, Map.of(), command).awaitStart()) {
      client.get(terminal.url("/api/x"));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> terminal.output().contains("1 request, 0.0 % hits, 0 calls saved"));
    }
    List<String> silent = List.of(SCRIPT.toString(), "-qec", proxy, "/dev/null");
    try (ProxyProcess terminal = ProxyProcess.runCommand(home, Map.of(), silent).awaitStart()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> terminal.output().contains("Ctrl-C"));
      assertThat(terminal.output()).doesNotContain("\u001B");
    }
  }

  /** A Java without a locale reports ASCII for any terminal. */
  @ParameterizedTest
  @CsvSource({"ISO-8859-1, ISO-8859-1", "US-ASCII, UTF-8"})
  void terminalOutputUsesTheTerminalsCharset(String reported, Charset shown) throws Exception {
    assumeTrue(Files.isExecutable(SCRIPT), "script, which makes a terminal, is not there");
    Files.writeString(home.resolve("a.yaml"), "gr\u00f6\u00dfe: 1");
    String program =
        "%s -Dfile.encoding=UTF-8 -Dstdout.encoding=%s -Dsun.stdout.encoding=%s -jar %s check a.yaml"
            .formatted(ProxyProcess.java(), reported, reported, SQLITE_JAR);
    Process terminal =
        new ProcessBuilder(SCRIPT.toString(), "-qec", program, "/dev/null")
            .directory(home.toFile())
            .start();

    try {
      assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).as("it has ended").isTrue();
      byte[] output = terminal.getInputStream().readAllBytes();
      assertThat(new String(output, shown)).contains("a.yaml:1:1: gr\u00f6\u00dfe: unknown key");
    } finally {
      terminal.destroyForcibly();
    }
  }

  /** The modules that {@code docs/distribution.md} names. */
  @Test
  void documentedJavaModulesAreEnough() throws Exception {
    String modules = "java.naming,java.net.http,jdk.crypto.ec";
    assertKeepsResponses(limitedToModules(modules, ROCKSDB_JAR), "rocksdb");
    assertKeepsResponses(limitedToModules(modules + ",java.sql", SQLITE_JAR), "sqlite");

    List<String> program = limitedToModules(modules + ",jdk.httpserver", ROCKSDB_JAR);
    try (ProxyProcess demo =
        ProxyProcess.runJava(home, List.of(), program, List.of("demo", "--once"))) {
      assertThat(demo.exitCode()).as(demo.output()).isZero();
    }
  }

  private static List<String> limitedToModules(String modules, Path jar) {
    List<String> program = new ArrayList<>(ProxyProcess.SHORT_LIVED);
    program.addAll(List.of("--limit-modules", modules, "-jar", jar.toString()));
    return program;
  }

  @Test
  void theJarsDashboardWorksInABrowser() throws Exception {
    assumeTrue(Browser.isThere(), "no chromedriver on the PATH (Debian: chromium-driver)");
    List<String> program = List.of("-jar", SQLITE_JAR.toString());

    try (ProxyProcess proxy =
            ProxyProcess.runJava(home, List.of(), program, mapped()).awaitStart();
        Browser browser = Browser.start()) {
      client.get(proxy.url("/api/x"));
      browser.open(proxy.url("/admin/ui"));
      browser.awaitText("#mappings", "api");
      browser.awaitText("#found", "1 entry shown.");
      browser.click("#entries button[aria-label^='View']");
      browser.awaitText("#entry pre", "zzz");
      assertThat(browser.console()).isEmpty();
    }
  }

  private void assertAmbiguousEngine(List<String> program, String engines) throws Exception {
    try (ProxyProcess proxy = ProxyProcess.runJava(home, List.of(), program, mapped())) {
      assertThat(proxy.exitCode()).isEqualTo(2);
      assertThat(proxy.output())
          .contains("several storage engines", engines, "cache.backend")
          .doesNotContain("\tat ");
    }
  }

  /** Asserts a miss, a hit after a restart, and no warning in either run. */
  private void assertKeepsResponses(List<String> program, String engine, String... further)
      throws Exception {
    List<String> arguments = new ArrayList<>(mapped());
    arguments.addAll(List.of(further));
    for (String outcome : List.of("MISS", "HIT")) {
      try (ProxyProcess proxy =
          ProxyProcess.runJava(home, List.of(), program, arguments).awaitStart()) {
        assertThat(Client.field(client.get(proxy.url("/api/x")), "X-Cache"))
            .as(engine)
            .isEqualTo(outcome);
        proxy.terminate();
        proxy.exitCode();
        assertThat(proxy.output()).contains("store  " + engine).doesNotContain("\tat ", " WARN ");
      }
    }
  }

  private List<String> mapped() {
    return List.of("--map", "api=" + api.url(), "--port", "0");
  }
}
