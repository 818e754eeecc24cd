package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Asks a running proxy whether it is well, for images that have no other client. */
@Command(
    name = "health",
    description = "Asks a running proxy whether it answers. Exit code 1 if it does not.",
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Terminal terminal;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "where it listens (http://127.0.0.1 and API_BUDDY_SERVER_PORT or 8080)")
  private @Nullable String url;

  HealthCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String port = terminal.environment().getOrDefault("API_BUDDY_SERVER_PORT", "8080");
    String base = url == null ? "http://127.0.0.1:" + port : url;
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(base + "/admin/health"))
                      .timeout(PATIENCE)
                      .build(),
                  BodyHandlers.ofString());
      terminal.out().println(answer.body());
      return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      throw new StartException("nothing answers at " + base + ": " + e, e);
    }
  }
}
