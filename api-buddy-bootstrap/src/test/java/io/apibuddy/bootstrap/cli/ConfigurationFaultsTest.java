package io.apibuddy.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.apibuddy.bootstrap.fakes.FakeClientProvider;
import io.apibuddy.bootstrap.fakes.FakeFrontendProvider;
import io.apibuddy.bootstrap.fakes.FakeStorageProvider;
import io.apibuddy.bootstrap.fakes.Journal;
import io.apibuddy.bootstrap.system.ProxyProcess;
import io.apibuddy.bootstrap.wiring.ServiceFiles;
import io.apibuddy.ports.http.HttpFrontendProvider;
import io.apibuddy.ports.store.StorageProvider;
import io.apibuddy.ports.upstream.UpstreamClientProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The messages for configurations that cannot be used, word for word. The exit status is 2, and
 * nothing is opened. The identifiers are those of the cases in the list of requirements.
 */
@Tag("any-jvm")
class ConfigurationFaultsTest {
  private static final String MAPPED = "domain_mappings: {a: 'https://a.example'}\n";
  private static final String MAPPED_TOO = "\"domain_mappings\": {\"a\": \"https://a.example\"}}";

  @TempDir Path directory;

  @BeforeEach
  void reset() {
    Journal.reset();
  }

  /** G01. */
  @Test
  void missingCommaIsReportedWithItsPosition() throws IOException {
    assertThat(
            refusal("c.json", "{\n  \"server\": {\n    \"host\": \"h\"\n    \"port\": 1\n  }\n}"))
        .containsExactly(
            "c.json:4:5: not valid JSON: Unexpected character ('\"' (code 34)): was expecting comma"
                + " to separate Object entries");
  }

  /** G01. */
  @Test
  void processExitsWithStatus2AndHasCreatedNothing() throws Exception {
    Path file = write("c.json", "{\"server\": {\"port\": 1 \"host\": 2}}");
    try (ProxyProcess process =
        ProxyProcess.run(directory, List.of(), List.of("-c", file.toString()))) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.output())
          .isEqualTo(
              "api-buddy: c.json:1:23: not valid JSON: Unexpected character ('\"' (code 34)): was"
                  + " expecting comma to separate Object entries");
    }
    assertThat(directory.toFile().list()).containsExactly("c.json");
  }

  /** G02. */
  @Test
  void unknownKeyIsReportedWithTheNearestKnownKey() throws IOException {
    assertThat(refusal("c.yaml", MAPPED + "cache:\n  default_ttl_day: 3\n"))
        .containsExactly(
            "c.yaml:3:3: cache.default_ttl_day: unknown key; did you mean cache.default_ttl_days?");
  }

  /** G03. */
  @Test
  void valueOfAWrongTypeIsReportedWithTheExpectedForm() throws IOException {
    assertThat(refusal("c.json", "{\"server\": {\"port\": \"abc\"}, " + MAPPED_TOO))
        .containsExactly(
            "c.json:1:21: server.port: expected a whole number from 0 to 65535, found text"
                + " \"abc\"");
  }

  /** G04; every test that starts a process covers port 0. */
  @ParameterizedTest
  @CsvSource({"-1", "65536", "1.5"})
  void invalidPortIsRefused(String port) throws IOException {
    assertThat(refusal("c.yaml", MAPPED + "server: {port: " + port + "}\n"))
        .containsExactly(
            "c.yaml:2:16: server.port: expected a whole number from 0 to 65535, found " + port);
  }

  /** G05. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cache.max_entries | 0 | a whole number from 1 to 999999999999999, found 0",
        "cache.max_entries | -3 | a whole number from 1 to 999999999999999, found -3",
        "cache.max_entries | 1000000000000000 | a whole number from 1 to 999999999999999, found"
            + " 1000000000000000",
        "cache.max_entries | .nan | a whole number from 1 to 999999999999999, found .nan",
        "cache.default_ttl_days | 1e309 | a number of days above 0, at most 36500, found 1e309",
        "cache.default_ttl_days | 0 | a number of days above 0, at most 36500, found 0",
        "server.header_timeout | 0s | a duration above 0 such as 30s, 5m, 12h or 7d (a plain number"
            + " is seconds), at most 36500d, found text \"0s\"",
        "cache.default_ttl | 40000d | a duration above 0 such as 30s, 5m, 12h or 7d (a plain number"
            + " is seconds), at most 36500d, found text \"40000d\"",
        "cache.cleanup_interval_hours | 876001 | a number of hours above 0, at most 876000, found"
            + " 876001",
        "cache.max_key_body_size | 10 bananas | a size from 0 to 1GiB, in bytes or as 64KiB, 10MiB,"
            + " 10MB, 1GiB, found text \"10 bananas\"",
        "cache.max_key_body_size | 2GiB | a size from 0 to 1GiB, in bytes or as 64KiB, 10MiB, 10MB,"
            + " 1GiB, found text \"2GiB\"",
        "server.max_header_size | 2MiB | a size from 1024 to 1MiB, in bytes or as 64KiB, 10MiB,"
            + " 10MB, 1GiB, found text \"2MiB\"",
        "cache.min_cache_response_size | -1 | a size from 0 to 999999999999999, in bytes or as"
            + " 64KiB, 10MiB, 10MB, 1GiB, found -1",
        "throttling.max_wait_seconds | -1 | a number of seconds, 0 for none, at most 3153600000,"
            + " found -1",
        "throttling.default_requests_per_hour | -1 | a whole number from 0 to 1000000, found -1",
      })
  void aQuantityOutOfRangeIsRefusedWithTheUnits(String path, String value, String wanted)
      throws IOException {
    int dot = path.indexOf('.');
    String section = path.substring(0, dot);
    String key = path.substring(dot + 1);

    assertThat(refusal("c.yaml", MAPPED + section + ":\n  " + key + ": " + value + "\n"))
        .containsExactly("c.yaml:3:" + (key.length() + 5) + ": " + path + ": expected " + wanted);
  }

  /** G06. */
  @Test
  void duplicateKeyIsRefused() throws IOException {
    assertThat(refusal("c.json", "{\"server\": {\"port\": 1,\n\"port\": 2}, " + MAPPED_TOO))
        .containsExactly("c.json:2:1: server.port: appears twice; remove one of the two");
  }

  @Test
  void problemsOfAllFlagsAndTheFileAreReportedTogether() throws IOException {
    Path missing = directory.resolve("none.yaml");
    String modes =
        ": expected one of cache, record, replay, passthrough, refresh, found text \"foo\"";
    assertThat(
            run(
                    "--map=a",
                    "--map",
                    "b",
                    "-p",
                    "x",
                    "--mode",
                    "foo",
                    "--ttl=0",
                    "-c",
                    missing.toString())
                .errors())
        .hasSize(6)
        .contains(
            missing + ": configuration file does not exist",
            "--map: expected name=https://api.example.com, found \"a\"",
            "--map: expected name=https://api.example.com, found \"b\"",
            "--mode: cache.mode" + modes)
        .anyMatch(line -> line.startsWith("--port: "))
        .anyMatch(line -> line.startsWith("--ttl: "));
    assertThat(run("--map=a", "--offline", "--mode=record").errors())
        .containsExactly(
            "--map: expected name=https://api.example.com, found \"a\"",
            "--offline: means --mode replay, found --mode record");
    assertThat(run("--watch", "-p", "x", "--map", "a=https://a.example").errors())
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).startsWith("--watch: needs a file to watch"),
            line -> assertThat(line).startsWith("--port: server.port: expected a whole number"));
  }

  @Test
  void missingMappingIsReportedTogetherWithOtherProblems() throws IOException {
    assertThat(refusal("c.yaml", "cache: {max_entrys: 5}"))
        .satisfiesExactly(
            line -> assertThat(line).contains("cache.max_entrys: unknown key"),
            line -> assertThat(line).startsWith("no API is mapped: "));
    assertThat(refusal("c.yaml", "domain_mapping: {a: https://a.example}"))
        .singleElement()
        .asString()
        .contains("did you mean domain_mappings");
    assertThat(refusal("c.yaml", "domain_mappings: {a: 5}")).hasSize(1);
    assertThat(run("--watch").errors())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("--watch: "),
            line -> assertThat(line).startsWith("no API is mapped: "));
    assertThat(refusal("c.yaml", "cache: {backend: sqlit}"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("no API is mapped: "),
            line -> assertThat(line).startsWith("c.yaml:1:18: cache.backend is sqlit, "));
  }

  @Test
  void eachMissingCallbackClassIsReportedTogetherWithOtherProblems() throws IOException {
    assertThat(
            refusal(
                "c.yaml",
                MAPPED
                    + "server: {port: abc}\n"
                    + "callbacks: {on_notice: com.example.A, on_cache_hit: com.example.B}\n"))
        .hasSize(3)
        .anyMatch(line -> line.contains("callbacks.on_notice: no class com.example.A"))
        .anyMatch(line -> line.contains("callbacks.on_cache_hit: no class com.example.B"));
  }

  @Test
  void unsetVariableIsTheOnlyProblemReportedForItsKey() throws IOException {
    assertThat(
            refusal(
                "c.yaml",
                MAPPED
                    + "server: {upstream_ca_file: '${COMPANY_CA}'}\n"
                    + "cache: {backend: '${ENGINE}'}\n"
                    + "callbacks: {on_notice: '${LISTENER}'}\n"))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("environment variable"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9000",
    "http://127.0.0.1",
    "[::1]:9000",
    "me@localhost",
    "localhost/",
    "127.0.0.1.5"
  })
  void hostThatIsNeitherANameNorAnAddressIsRefused(String host) throws IOException {
    assertThat(run("--map=a=https://a.example", "--host", host).errors())
        .containsExactly(
            "--host: server.host: "
                + host
                + " is neither a host name nor an address such as 127.0.0.1; set the port with"
                + " server.port (--port)");
  }

  @ParameterizedTest
  @CsvSource({"localhost", "::1", "[::1]", "127.1"})
  void loopbackHostOrAddressIsAccepted(String host) throws IOException {
    assertThat(run("--map=a=https://a.example", "--host", host).errors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"my_host-1.example", "0.0.0.0", "::", "fe80::1%eth0"})
  void hostReachableFromOtherMachinesIsRefusedByDefault(String host) throws IOException {
    assertThat(run("--map=a=https://a.example", "--host", host).errors())
        .singleElement()
        .asString()
        .contains("can be reached from other machines");
  }

  /** G07: no fault of the configuration, so the status is 1. */
  @Test
  void portInUseIsReportedOnOneLineWithTheRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ProxyProcess process =
            ProxyProcess.run(
                directory,
                List.of(),
                List.of(
                    "--map=a=https://a.example",
                    "--store=memory",
                    "--host=127.0.0.1",
                    "--port=" + taken.getLocalPort()))) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output())
          .isEqualTo(
              "api-buddy: cannot listen on 127.0.0.1:"
                  + taken.getLocalPort()
                  + ": address already in use; free it, or choose another port (server.port,"
                  + " --port)");
    }
  }

  @Test
  void missingIpv6IsReportedWithTheAddress() throws Exception {
    try (ProxyProcess process =
        ProxyProcess.run(
            directory,
            List.of("-Djava.net.preferIPv4Stack=true"),
            List.of("--map=a=https://a.example", "--store=memory", "--host=::1", "--port=0"))) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output())
          .isEqualTo(
              "api-buddy: cannot listen on [::1]:0: there is no IPv6 here; use an address of this"
                  + " machine (server.host, --host)");
    }
  }

  /** G08. */
  @Test
  void unusableConfigurationFileIsReportedWithItsPath() throws IOException {
    Path missing = directory.resolve("missing.yaml");
    Path blank = write("blank.yaml", " \n");
    Path utf16 = directory.resolve("utf16.yaml");
    Files.write(utf16, MAPPED.getBytes(StandardCharsets.UTF_16));
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', (byte) 0xE9, '\n'});
    Path huge = directory.resolve("huge.yaml");
    Files.write(huge, new byte[(1 << 20) + 1]);

    assertThat(refusal(missing)).containsExactly(missing + ": configuration file does not exist");
    assertThat(refusal(directory))
        .containsExactly(directory + ": is a directory, not a configuration file");
    assertThat(refusal(blank)).containsExactly(blank + ": configuration file is empty");
    assertThat(refusal(utf16))
        .containsExactly(utf16 + ": is not UTF-8 (it looks like UTF-16): save it as UTF-8");
    assertThat(refusal(latin)).containsExactly(latin + ": is not UTF-8: save it as UTF-8");
    assertThat(refusal(huge))
        .containsExactly(huge + ": is longer than 1 MiB: not a configuration file");
  }

  /** G08. */
  @Test
  void unreadableConfigurationFileIsReportedWithItsPath() throws IOException {
    Path secret = write("secret.yaml", MAPPED);
    assumeThat(secret.toFile().setReadable(false)).isTrue();
    assumeThat(Files.isReadable(secret)).isFalse();

    assertThat(refusal(secret))
        .containsExactly(secret + ": configuration file cannot be read: permission denied");
  }

  /** G08. */
  @Test
  void byteOrderMarkIsIgnored() throws IOException {
    assertThat(check(write("c.yaml", "\uFEFF" + MAPPED)).status()).isZero();
  }

  /** G09. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://user:s3cret@a.example | upstream must not hold a user name or password",
        "https://a.example/#top | upstream must not have a query or fragment",
        "https://a.example/?q=1 | upstream must not have a query or fragment",
        "a.example | upstream must begin with http:// or https://",
        "\"https://a.example\" | upstream must begin with http:// or https://, without quotes or"
            + " brackets around it",
        "\u201chttps://a.example\u201d | upstream must begin with http:// or https://, without quotes"
            + " or brackets around it",
        "ftp://a.example | upstream must begin with http:// or https://",
        "https:///v1 | upstream has no host",
        "https://my_api | upstream's host contains characters that host names cannot have, such"
            + " as _",
        "https://b\u00fccher.example | upstream's host must be written in ASCII:"
            + " xn--bcher-kva.example is b\u00fccher.example",
        "https://[::1 | not a URL: Expected closing bracket for IPv6 address",
        "https://a.example:0 | upstream port must be 1 to 65535",
        "'https://a.example ' | expected an upstream's base URL such as https://api.example.com/v1,"
            + " found text \"https://a.example \"",
      })
  void malformedUpstreamIsRefused(String upstream, String reason) throws IOException {
    assertThat(refusal("c.yaml", "domain_mappings:\n  a: '" + upstream + "'\n"))
        .containsExactly("c.yaml:2:6: domain_mappings.a.upstream: " + reason);
  }

  /** G09. */
  @ParameterizedTest
  @CsvSource({
    "http://a.example",
    "HTTPS://A.Example/v1/",
    "http://[::1]:8080/v1",
    "http://127.0.0.1:1",
    "https://xn--bcher-kva.example",
    "https://a.example/a%20b;c=d"
  })
  void wellFormedUpstreamIsAccepted(String upstream) throws IOException {
    assertThat(check(write("c.yaml", "domain_mappings: {a: '" + upstream + "'}")).errors())
        .isEmpty();
  }

  /** G10; the router's tests cover nested aliases, of which the longest wins. */
  @Test
  void aliasThatIsMappedTwiceIsRefused() throws IOException {
    assertThat(
            refusal("c.yaml", "domain_mappings:\n  a: https://a.example\n  a: https://b.example\n"))
        .containsExactly("c.yaml:3:3: domain_mappings.a: appears twice; remove one of the two");
    Outcome twice = run("--map=a=https://a.example", "--map=a=https://b.example");
    assertThat(twice.status()).isEqualTo(2);
    assertThat(twice.errors())
        .containsExactly("--map: domain_mappings.a.upstream: alias a is mapped twice");
    assertThat(check(write("c.yaml", "domain_mappings: {a: 'http://a', a/b: 'http://b'}")).status())
        .isZero();
  }

  /** G10. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ".x | alias must be path segments of letters, digits, '-', '.', '_' or '~', not beginning"
            + " with a dot",
        "a/.x | alias must be path segments of letters, digits, '-', '.', '_' or '~', not beginning"
            + " with a dot",
        "/a | alias must be path segments of letters, digits, '-', '.', '_' or '~', not beginning"
            + " with a dot",
        "Admin/x | alias 'admin' is the proxy's own",
        "- | alias '-' stands for no alias in logs and metrics",
      })
  void malformedAliasIsReportedAtTheAlias(String alias, String reason) throws IOException {
    assertThat(refusal("c.yaml", "domain_mappings:\n  '" + alias + "': https://a.example\n"))
        .singleElement()
        .asString()
        .endsWith(": domain_mappings." + alias + ": " + reason);
    assertThat(run("--map=" + alias + "=https://a.example").errors())
        .containsExactly("--map: domain_mappings." + alias + ": " + reason);
  }

  /** G11. */
  @Test
  void unsetVariableIsNamedWithoutShowingAnyValue() throws IOException {
    String text =
        """
        security: {secure_key: "${SHORT}"}
        domain_mappings:
          a:
            upstream: https://a.example
            headers: {Authorization: "Bearer ${NO_SUCH}"}
        """;

    Outcome outcome = check(write("c.yaml", text), Map.of("SHORT", "s3cret"));

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors())
        .containsExactly(
            "c.yaml:1:24: security.secure_key: expected 16 to 128 letters, digits or - . _ ~",
            "c.yaml:5:15: domain_mappings.a.headers.Authorization: environment variable NO_SUCH is"
                + " not set");
  }

  /** G14. */
  @Test
  void commentsAndTrailingCommasAreAllowedInYamlOnly() throws IOException {
    assertThat(refusal("c.json", "{\n  // why\n  \"server\": {}\n}"))
        .containsExactly(
            "c.json:2:3: not valid JSON: Unexpected character ('/' (code 47)); JSON allows no"
                + " comments, a .yaml file does");
    assertThat(refusal("c.json", "{\n  \"server\": {},\n}"))
        .containsExactly(
            "c.json:3:1: not valid JSON: Unexpected character ('}' (code 125)): was expecting"
                + " double-quote to start field name; JSON allows no comma after the last member");
    assertThat(check(write("c.yaml", "# why\n" + MAPPED + "cache: {max_entries: 5,}\n")).status())
        .isZero();
  }

  /** The exit status of a run and its errors without the command's name. */
  private record Outcome(int status, List<String> errors) {}

  private List<String> refusal(String name, String text) throws IOException {
    return refusal(write(name, text));
  }

  /** Asserts that the file is refused before anything is opened; returns the errors. */
  private List<String> refusal(Path file) throws IOException {
    Outcome outcome = run("-c", file.toString());
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(Journal.steps()).isEmpty();
    assertThat(check(file)).isEqualTo(outcome);
    return outcome.errors();
  }

  private Outcome check(Path file) throws IOException {
    return check(file, Map.of());
  }

  private Outcome check(Path file, Map<String, String> environment) throws IOException {
    return run(environment, "check", file.toString());
  }

  private Outcome run(String... arguments) throws IOException {
    return run(Map.of(), arguments);
  }

  private Outcome run(Map<String, String> environment, String... arguments) throws IOException {
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(
            environment,
            directory.toString(),
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            false);
    try (ServiceFiles providers = new ServiceFiles(directory)) {
      providers
          .with(HttpFrontendProvider.class, FakeFrontendProvider.class.getName())
          .with(UpstreamClientProvider.class, FakeClientProvider.class.getName())
          .with(StorageProvider.class, FakeStorageProvider.class.getName());
      int status = new ApiBuddy(terminal, Runnable::run, providers).run(arguments);
      terminal.err().flush();
      return new Outcome(
          status,
          err.toString().lines().map(line -> line.replaceFirst("^api-buddy: ", "")).toList());
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }
}
