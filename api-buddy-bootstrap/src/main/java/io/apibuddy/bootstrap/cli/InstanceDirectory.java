package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.apibuddy.bootstrap.admin.Json;
import io.apibuddy.bootstrap.config.PlainJson;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory in the user's cache directory that lists the user's running proxies, wherever their
 * stores are. Each proxy has a file, which only its owner can read.
 */
final class InstanceDirectory {
  private static final String SUFFIX = ".instance.json";

  private final Path directory;

  InstanceDirectory(Terminal terminal) {
    this.directory =
        XdgDirectory.of(terminal.environment(), "XDG_CACHE_HOME", terminal.home(), ".cache")
            .resolve("instances");
  }

  private Path file(Instance instance) {
    String port = instance.url().substring(instance.url().lastIndexOf(':') + 1);
    return directory.resolve(instance.pid() + "-" + port + SUFFIX);
  }

  /** Writes the file of an instance; replaces an earlier file of the same instance atomically. */
  void write(Instance instance) throws IOException {
    Files.createDirectories(directory, OwnerOnly.directory());
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("pid", instance.pid());
    if (instance.processStart() != null) {
      members.put("process_start", instance.processStart());
    }
    members.put("url", instance.url());
    members.put("store", instance.store());
    if (instance.token() != null) {
      members.put("token", instance.token());
    }
    Path temporary = Files.createTempFile(directory, "new", ".tmp", OwnerOnly.file());
    try {
      Files.writeString(temporary, PlainJson.of(members) + "\n");
      Files.move(temporary, file(instance), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Removes the file of an instance. */
  void remove(Instance instance) throws IOException {
    Files.deleteIfExists(file(instance));
  }

  /**
   * Returns the instances that run, and removes the files of those that do not.
   *
   * @throws CommandFailure if the directory cannot be read
   */
  List<Instance> running() {
    try {
      return readable();
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + directory + ": " + e);
    }
  }

  /**
   * Returns a running instance that matches {@code wanted}, null if there is none or the directory
   * cannot be read.
   */
  @Nullable Instance find(Predicate<Instance> wanted) {
    try {
      return readable().stream().filter(wanted).findFirst().orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  private List<Instance> readable() throws IOException {
    List<Instance> running = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX)).sorted().toList()) {
        try {
          Instance instance = read(file);
          if (instance != null && instance.isAlive()) {
            running.add(instance);
          } else {
            delete(file);
          }
        } catch (IOException e) {
          // It was written by another user, perhaps with sudo, and is nobody else's business.
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return running;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // A file that cannot be removed does no harm.
    }
  }

  /** Returns the instance that a file describes, null if the file describes none. */
  private static @Nullable Instance read(Path file) throws IOException {
    try {
      JsonNode json = Json.parsed(Files.readString(file));
      JsonNode start = json.get("process_start");
      JsonNode token = json.get("token");
      return new Instance(
          json.path("pid").asLong(),
          start == null ? null : start.asText(),
          json.path("url").asText(),
          json.path("store").asText(),
          token == null ? null : token.asText());
    } catch (NoSuchFileException e) {
      return null; // the proxy has ended meanwhile
    } catch (UncheckedIOException e) {
      return null;
    }
  }
}
