package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** The command {@code reload}: makes a running proxy read its configuration file again. */
@Command(name = "reload", description = "Make a running proxy reload its configuration file.")
final class ReloadCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private final InstanceOptions instance = new InstanceOptions();

  ReloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    JsonNode answer =
        instance.connect(terminal).call("POST", "/admin/config/reload", "", "reloaded");
    terminal
        .out()
        .println(instance.json() ? answer : "the configuration was reloaded and is in force");
    return ExitCode.OK;
  }
}
