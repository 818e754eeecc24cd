package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.SchemaDocument;
import io.apibuddy.bootstrap.wiring.Providers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The command {@code schema}: prints the JSON Schema of the configuration file. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of the configuration file, for editors.")
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  SchemaCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() {
    terminal.out().print(SchemaDocument.of(new Providers(providers).storages()));
    terminal.out().flush();
    return ExitCode.OK;
  }
}
