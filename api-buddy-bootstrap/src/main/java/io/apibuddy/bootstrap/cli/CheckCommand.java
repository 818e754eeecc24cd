package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ConfigurationLoader;
import io.apibuddy.bootstrap.config.ConfigurationWarning;
import io.apibuddy.bootstrap.config.Sources;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.Problem;
import io.apibuddy.bootstrap.wiring.PartsCheck;
import io.apibuddy.bootstrap.wiring.Providers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code check}: validates a configuration file without starting the proxy. */
@Command(name = "check", description = "Validate a configuration file without starting the proxy.")
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Parameters(paramLabel = "FILE", description = "Configuration file, JSON or YAML.")
  private @Nullable Path file;

  @Mixin private final OutputOption output = new OutputOption();

  /**
   * The result of a check.
   *
   * @param aliases the mapped aliases, null if the file cannot be used
   * @param problems why the file cannot be used, null if it can
   * @param warnings what is probably not meant, null if the file cannot be used
   */
  record Finding(
      String file,
      boolean valid,
      @Nullable List<String> aliases,
      @Nullable List<Problem> problems,
      @Nullable List<Problem> warnings) {}

  CheckCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() {
    Configuration configuration;
    try {
      configuration = load();
    } catch (ConfigurationException e) {
      if (output.json()) {
        output.print(
            terminal, new Finding(String.valueOf(file), false, null, e.problems(), null), "");
        return ExitCode.USAGE;
      }
      throw e;
    }
    List<String> aliases = List.copyOf(configuration.proxy().aliases().keySet());
    List<Problem> warnings =
        ConfigurationWarning.of(configuration).stream().map(ConfigurationWarning::problem).toList();
    StringBuilder text = new StringBuilder();
    text.append(file).append(": no problem found; aliases: ").append(String.join(", ", aliases));
    warnings.forEach(one -> text.append("\nWarning: ").append(one));
    output.print(
        terminal,
        new Finding(String.valueOf(file), true, aliases, null, warnings),
        text.append('\n').toString());
    return ExitCode.OK;
  }

  private Configuration load() {
    PartsCheck parts = new PartsCheck(providers, false);
    Configuration configuration =
        new ConfigurationLoader(new Providers(providers).storages())
            .load(
                Sources.of(List.of()).withFile(file).withEnvironment(terminal.environment()),
                ConsoleLogging.quiet(parts));
    ConsoleLogging.configure(configuration); // else Logback would print what the parts log
    parts.requireAll(configuration);
    return configuration;
  }
}
