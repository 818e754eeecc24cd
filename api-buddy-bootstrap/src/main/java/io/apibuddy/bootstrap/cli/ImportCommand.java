package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.fixture.FixtureStore.Imported;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code import}: puts fixtures into a store. */
@Command(
    name = "import",
    description = {
      "Import exported responses into a store.",
      "In mode replay they answer requests with any credentials. No proxy may be using the store."
    })
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final ClassLoader providers;

  @Parameters(
      paramLabel = "PATH",
      description = "Directory, or file with a name that ends in .har.")
  private @Nullable Path source;

  @Mixin private final OutputOption output = new OutputOption();
  @Mixin private final StoreOptions options = new StoreOptions();

  ImportCommand(Terminal terminal, ClassLoader providers) {
    this.terminal = terminal;
    this.providers = providers;
  }

  @Override
  public Integer call() {
    Path path = Objects.requireNonNull(source, "picocli asks for it");
    FixturePath.check(path);
    Imported imported =
        new StoreAccess(terminal, providers)
            .intoFixtures(options, fixtures -> fixtures.importFrom(path));
    if (imported.read() == 0) {
      throw new CommandFailure(path + " contains no fixtures", ExitCode.USAGE);
    }
    output.print(
        terminal,
        Map.of(
            "path", path.toString(), "imported", imported.read(), "unmapped", imported.unmapped()),
        path + ": " + imported.read() + " imported\n");
    if (!imported.unmapped().isEmpty()) {
      terminal.printMessage(
          "not mapped, so its imported responses cannot be used: "
              + String.join(", ", imported.unmapped())
              + "; map it, or change the alias in the fixtures");
    }
    return ExitCode.OK;
  }
}
