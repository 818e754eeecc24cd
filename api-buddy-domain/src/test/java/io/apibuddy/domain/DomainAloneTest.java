package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.upstream.UpstreamClient;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The domain runs with nothing but itself and the ports on its class path. */
@Tag("any-jvm")
class DomainAloneTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "domain-only", "DomainOnly.java");

  private static String home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  @Test
  void aMissAndAHitNeedOnlyDomainAndPorts(@TempDir Path directory) throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                home(UpstreamClient.class) + File.pathSeparator + home(ProxyCore.class),
                EXAMPLE.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }

    assertThat(Files.readAllLines(output)).isEqualTo(List.of("200 MISS 500", "200 HIT 500"));
    assertThat(process.exitValue()).isZero();
  }
}
