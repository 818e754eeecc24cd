package io.apibuddy.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.upstream.UpstreamClient;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The domain runs with nothing but itself and the ports on its class path. */
class DomainAloneTest {

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Copies the program, and nothing else, out of the test classes. */
  private static void copyProgram(Path to) throws Exception {
    String folder = MissAndHit.class.getPackageName().replace('.', '/');
    Files.createDirectories(to.resolve(folder));
    try (Stream<Path> compiled = Files.list(home(MissAndHit.class).resolve(folder))) {
      for (Path file : compiled.toList()) {
        if (file.getFileName().toString().startsWith("MissAndHit")) {
          Files.copy(file, to.resolve(folder).resolve(file.getFileName()));
        }
      }
    }
  }

  @Test
  void aMissAndAHitNeedOnlyDomainAndPorts(@TempDir Path program) throws Exception {
    copyProgram(program);
    Path output = program.resolve("output");
    String classPath =
        String.join(
            File.pathSeparator,
            home(UpstreamClient.class).toString(),
            home(ProxyCore.class).toString(),
            program.toString());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                MissAndHit.class.getName())
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
