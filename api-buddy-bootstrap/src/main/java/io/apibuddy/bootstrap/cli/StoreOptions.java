package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.config.Assignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The options that select a store and map APIs. */
final class StoreOptions {
  private static final String MEMORY = "memory";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Configuration file, JSON or YAML.")
  @Nullable Path config;

  @Option(
      names = "--map",
      paramLabel = "ALIAS=URL",
      description =
          "Alias and URL of an API, repeatable; for example%ngithub=https://api.github.com.")
  List<String> mappings = new ArrayList<>();

  @Option(
      names = "--store",
      paramLabel = "PATH",
      description = "Path of the store, or memory (default: in the user's cache directory).")
  @Nullable String store;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "Storage engine, or memory (default: the one on the class path).")
  @Nullable String backend;

  /**
   * Returns whether the options select a store at rest, be it only by a configuration file, rather
   * than a running proxy.
   *
   * @throws CommandFailure if they select both, or map APIs of a running proxy
   */
  boolean givenInPlaceOf(InstanceOptions instance) {
    boolean given = config != null || store != null || backend != null;
    if (given && instance.given()) {
      throw new CommandFailure(
          "--store, --backend and --config mean a store at rest, --url and --key a running proxy:"
              + " give one or the other",
          ExitCode.USAGE);
    }
    if (!given && !mappings.isEmpty()) {
      throw new CommandFailure("--map: a running proxy already has its mappings", ExitCode.USAGE);
    }
    return given;
  }

  /** Returns the given options as configuration values. */
  List<Assignment> assignments() {
    List<Assignment> given = new ArrayList<>();
    mappings.forEach(mapping -> given.add(mapping(mapping)));
    String flag = store == null ? "--backend" : "--store";
    if (MEMORY.equals(store) || (MEMORY.equals(backend) && store == null)) {
      // Overrides the path and the engine of the file.
      Assignment.ifGiven(given, flag, "cache.backend", MEMORY);
      Assignment.ifGiven(given, flag, "cache.database_path", ":memory:");
    } else {
      Assignment.ifGiven(given, "--store", "cache.database_path", store);
    }
    Assignment.ifGiven(given, "--backend", "cache.backend", backend);
    return given;
  }

  private static Assignment mapping(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      return Assignment.refused(
          "--map", "expected name=https://api.example.com, found \"" + text + "\"");
    }
    return Assignment.mapping("--map", text.substring(0, equals), text.substring(equals + 1));
  }
}
