package io.apibuddy.bootstrap.system;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/api-buddy} with the built jar and the JVM that runs this test. */
class LauncherIT {
  private static final Path LAUNCHER = Path.of("../bin/api-buddy").toAbsolutePath().normalize();
  private static final Path JAR = Path.of("target", "api-buddy.jar").toAbsolutePath();
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int SIGTERM = 128 + 15;

  @TempDir Path home;
  private final Client client = new Client();

  @Test
  void secondStartLoadsClassesFromTheArchiveMadeByTheFirst() throws Exception {
    byte[] content = "z".repeat(5000).getBytes(StandardCharsets.UTF_8);
    try (LoopbackApi api =
        LoopbackApi.http().on("/x", LoopbackApi.content("text/plain", content))) {
      assertThat(serve(api, "MISS")).doesNotContain("shared objects file");
      await().atMost(TIMEOUT).until(() -> archives().size() == 1);

      // A class of the store: the archive also holds what is loaded after the arguments are read.
      assertThat(serve(api, "HIT"))
          .containsPattern("io\\.apibuddy\\.store\\.sqlite\\.Writer source: shared objects file");
    }
  }

  /** Serves one request and returns the log of where the program's classes came from. */
  private String serve(LoopbackApi api, String outcome) throws Exception {
    Path log = home.resolve(outcome);
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "JAVA_OPTS",
            "-Xlog:class+load:file=" + log,
            "API_BUDDY_JAR",
            JAR.toString());
    List<String> command =
        List.of("sh", LAUNCHER.toString(), "serve", "--map=api=" + api.url(), "--port=0");
    try (ProxyProcess proxy = ProxyProcess.runCommand(home, environment, command).awaitStart()) {
      assertThat(Client.field(client.get(proxy.url("/api/x")), "X-Cache")).isEqualTo(outcome);
      proxy.terminate();
      assertThat(proxy.exitCode()).isEqualTo(SIGTERM);
      assertThat(proxy.output()).contains("Stopped after 1 request, ").doesNotContain("warning");
    }
    try (Stream<String> lines = Files.lines(log)) {
      return String.join("\n", lines.filter(line -> line.contains("io.apibuddy")).toList());
    }
  }

  private List<Path> archives() {
    try (Stream<Path> all = Files.list(home.resolve("cache/api-buddy/startup"))) {
      return all.filter(file -> !file.toString().contains(".new.")).toList();
    } catch (IOException e) {
      return List.of(); // not there yet
    }
  }
}
