package io.apibuddy.bootstrap.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The command {@code health}: checks that a proxy answers, in images without HTTP clients. */
@Command(
    name = "health",
    description = {"Check that a running proxy answers.", "Exit code 1 if it does not."})
final class HealthCommand implements Callable<Integer> {
  private static final String PORT = "API_BUDDY_SERVER_PORT";

  private final Terminal terminal;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "URL of the proxy (default: http://127.0.0.1 with port API_BUDDY_SERVER_PORT or 8080).")
  private @Nullable String url;

  HealthCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String base = url == null ? "http://127.0.0.1:" + port() : ProxyUrl.checked(url);
    terminal.printJson(new AdminClient(base, null).get("/admin/health", "status").toString());
    return ExitCode.OK;
  }

  private int port() {
    String port = terminal.environment().getOrDefault(PORT, "8080");
    try {
      int number = Integer.parseInt(port);
      if (number > 0 && number < 65_536) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below like a number that is no port.
    }
    throw new CommandFailure(PORT + " is not a port: " + port, ExitCode.USAGE);
  }
}
