package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.wiring.Providers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/** Says what is wrong with a configuration file, starting nothing. */
@Command(
    name = "check",
    description = "Checks a configuration file and starts nothing.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Parameters(paramLabel = "FILE", description = "configuration, JSON or YAML")
  private @Nullable Path file;

  CheckCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() {
    Configuration configuration =
        new ConfigurationLoader(new Providers(providers).storages())
            .load(
                new Sources(
                    List.of(), terminal.environment(), file, terminal.environment(), List.of()));
    terminal
        .out()
        .println(
            file
                + ": no problem found; aliases: "
                + String.join(", ", configuration.proxy().aliases().keySet()));
    return ExitCode.OK;
  }
}
