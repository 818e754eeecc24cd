package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code init}: writes an example configuration. */
@Command(
    name = "init",
    description = {
      "Write an example configuration with comments.",
      "An existing file is kept unless --force is given."
    })
final class InitCommand implements Callable<Integer> {
  private static final String EXAMPLE = "example.yaml";

  private final Terminal terminal;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      defaultValue = "buddy.yaml",
      description = "File to write (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("buddy.yaml");

  @Option(names = "--force", description = "Overwrite the file if it exists.")
  private boolean force;

  @Mixin private final OutputOption output = new OutputOption();

  InitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (Files.isDirectory(file)) {
      throw new CommandFailure(file + " is a directory; name a file in it", ExitCode.USAGE);
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      throw new CommandFailure(
          file + " would be read as JSON, which has no comments; name it .yaml", ExitCode.USAGE);
    }
    OpenOption taken = force ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.CREATE_NEW;
    try (InputStream example =
            Objects.requireNonNull(InitCommand.class.getResourceAsStream(EXAMPLE), EXAMPLE);
        OutputStream out =
            Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, taken)) {
      example.transferTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new StartException(file + " already exists; --force overwrites it", e);
    } catch (NoSuchFileException e) {
      throw new StartException("cannot write " + file + ": its directory does not exist", e);
    } catch (IOException e) {
      throw new StartException("cannot write " + file + ": " + e, e);
    }
    output.print(
        terminal,
        Map.of("file", file.toString()),
        file + " written; start with: api-buddy --config " + file + "\n");
    return ExitCode.OK;
  }
}
