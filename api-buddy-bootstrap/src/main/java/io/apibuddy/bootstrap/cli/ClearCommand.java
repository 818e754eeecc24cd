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

/** Removes what a running proxy has stored. */
@Command(
    name = "clear",
    description = "Removes what a running proxy has stored, of one alias or of all.",
    mixinStandardHelpOptions = true)
final class ClearCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final Remote remote = new Remote();

  @Parameters(paramLabel = "ALIAS", arity = "0..1", description = "whose responses (all)")
  private @Nullable String alias;

  ClearCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    String path =
        alias == null
            ? "/admin/cache"
            : "/admin/cache/" + URLEncoder.encode(alias, StandardCharsets.UTF_8);
    JsonNode answer = remote.ask(terminal, "DELETE", path, null);
    terminal.out().println(answer.path("removed").longValue() + " stored responses removed");
    return ExitCode.OK;
  }
}
