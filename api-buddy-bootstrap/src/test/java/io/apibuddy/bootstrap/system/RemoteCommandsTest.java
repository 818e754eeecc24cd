package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that talk to a running proxy. */
@Tag("any-jvm")
class RemoteCommandsTest {
  @TempDir Path home;
  private final Client client = new Client();

  private ProxyProcess command(String... arguments) throws Exception {
    return ProxyProcess.run(home, List.of(), List.of(arguments));
  }

  private String output(int exitCode, String... arguments) throws Exception {
    try (ProxyProcess process = command(arguments)) {
      assertThat(process.exitCode()).as(process.output()).isEqualTo(exitCode);
      return process.output();
    }
  }

  private List<Path> instanceFiles() throws Exception {
    Path directory = home.resolve("cache/api-buddy/instances");
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void commandsFindTheOnlyRunningProxyAndItsKey() throws Exception {
    try (LoopbackApi api =
            LoopbackApi.http().on("/", LoopbackApi.content("text/plain", new byte[300]));
        ProxyProcess proxy =
            ProxyProcess.serve(home, List.of(), "--map", "api=" + api.url(), "--require-key")) {
      String key = Files.readString(home.resolve("config/api-buddy/key")).strip();
      for (int i = 0; i < 2; i++) {
        assertThat(client.get(proxy.url("/" + key + "/api/a"), "Accept", "*/*").statusCode())
            .isEqualTo(200);
      }
      assertThat(instanceFiles()).hasSize(1);
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(instanceFiles().get(0))))
          .isEqualTo("rw-------");

      String table = output(0, "stats");
      assertThat(table).containsPattern("api +2 +1 +1 +50.0 % +0 ").doesNotContain(key);
      assertThat(output(0, "stats", "--output", "json"))
          .startsWith("{\"metrics\":{\"total_requests\":2,");
      assertThat(output(0, "explain", "GET", "/api/a", "-H", "X-A: b")).contains("outcome: hit");
      assertThat(output(0, "clear", "api")).isEqualTo("1 response removed");
      assertThat(output(2, "clear", "none"))
          .contains("There is no mapping named none. Known: api.");
      assertThat(output(1, "stats", "--key", "a-key-that-is-wrong"))
          .contains("--key-file, API_BUDDY_KEY");

      proxy.terminate();
      proxy.exitCode();
    }
    assertThat(instanceFiles()).isEmpty();
    assertThat(output(1, "stats")).contains("you have no proxy running", "api-buddy --map");
  }

  @Test
  void oneOfSeveralProxiesMustBeChosenAndKilledOnesAreForgotten() throws Exception {
    List<ProxyProcess> proxies = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        proxies.add(
            ProxyProcess.serve(
                home, List.of(), "--map", "api=http://localhost:1", "--store", "memory"));
      }
      assertThat(output(2, "stats"))
          .contains("choose one", proxies.get(0).url(""), proxies.get(1).url(""));
      assertThat(output(0, "stats", "--url", proxies.get(1).url("/"))).contains("all ");

      proxies.get(0).kill();
      assertThat(output(0, "stats")).contains("all ");
      assertThat(instanceFiles()).hasSize(1);
    } finally {
      proxies.forEach(ProxyProcess::close);
    }
  }

  @Test
  void missingJavaModuleIsNamed() throws Exception {
    List<String> few = List.of("--limit-modules", "java.naming,java.sql");
    try (ProxyProcess process =
        ProxyProcess.run(home, few, List.of("stats", "--url", "http://127.0.0.1:1"))) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.output())
          .isEqualTo(
              "api-buddy: this Java has no java.net.http.HttpClient; docs/distribution.md names the"
                  + " modules that are needed");
    }
  }
}
