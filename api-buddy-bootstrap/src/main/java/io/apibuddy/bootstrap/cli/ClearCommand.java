package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Empties the store of a running proxy, or what it holds of one mapping. */
@Command(
    name = "clear",
    description = "Removes what a running proxy has stored, of one API or of all.",
    mixinStandardHelpOptions = true)
final class ClearCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  @Parameters(
      paramLabel = "ALIAS",
      arity = "0..1",
      description = "the API whose responses are removed (all)")
  private @Nullable String alias;

  ClearCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String path =
        alias == null
            ? "/admin/cache"
            : "/admin/cache/"
                + URLEncoder.encode(alias, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode answer = instance.connect(terminal).ask("DELETE", path);
    terminal
        .out()
        .println(instance.json() ? answer : answer.path("removed").asLong() + " responses removed");
    return ExitCode.OK;
  }
}
