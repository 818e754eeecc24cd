package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.fixture.FixtureStore.Exported;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code export}: writes stored responses as fixtures. */
@Command(
    name = "export",
    description = {
      "Write stored responses, without credentials, to a directory of fixtures or to an HTTP"
          + " archive (HAR).",
      "No proxy may be using the store. Exit code 1 if a response cannot be read."
    })
final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Parameters(
      paramLabel = "PATH",
      description = "Directory, or file with a name that ends in .har.")
  private @Nullable Path target;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "Export only this API's responses (default: all).")
  private @Nullable String alias;

  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  ExportCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() {
    Path path = Objects.requireNonNull(target, "picocli asks for it");
    Exported exported =
        new StoreAccess(terminal, providers)
            .onFixtures(options, alias, fixtures -> fixtures.exportTo(path, alias));
    output.print(
        terminal,
        Map.of(
            "path",
            path.toString(),
            "exported",
            exported.written(),
            "left_out",
            exported.leftOut()),
        path + ": " + exported.written() + " exported\n");
    if (!exported.leftOut().isEmpty()) {
      throw new CommandFailure(
          "damaged in the store, so left out: " + String.join(", ", exported.leftOut()));
    }
    return ExitCode.OK;
  }
}
