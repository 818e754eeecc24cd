package io.apibuddy.bootstrap.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-jvm")
class JUnitExampleTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "junit").toAbsolutePath();

  @TempDir Path classes;

  @Test
  @Timeout(120)
  void exampleTestPassesFromItsFixturesWithoutTheApi() throws Exception {
    String classPath = System.getProperty("java.class.path");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                classes.toString(),
                EXAMPLE.resolve("src/test/java/com/example/WeatherTest.java").toString());
    assertThat(compiled).isZero();

    ProcessBuilder command =
        new ProcessBuilder(
                ProxyProcess.java(),
                "-cp",
                classes + File.pathSeparator + classPath,
                TestsInOneClass.class.getName(),
                "com.example.WeatherTest")
            .directory(EXAMPLE.toFile())
            .redirectErrorStream(true);
    command.environment().put("CI", "true");
    Process process = command.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(output).endsWith("1 succeeded" + System.lineSeparator());
  }
}
