package io.apibuddy.bootstrap.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code completion}: prints a script with which bash and zsh complete commands. */
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash and zsh.",
      "Use it as: source <(api-buddy completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    CommandSpec root = Objects.requireNonNull(spec, "picocli sets it").root();
    terminal.out().print(AutoComplete.bash(root.name(), root.commandLine()));
    terminal.out().flush();
    return ExitCode.OK;
  }
}
