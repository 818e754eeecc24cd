package io.apibuddy.bootstrap.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that a user runs on this machine: each writes where it listens, and the key of its
 * admin resources, into a file that only its owner can read, so that other commands find it.
 */
final class RunningInstances {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path directory;

  RunningInstances(Map<String, String> environment, String home) {
    this.directory =
        XdgDirectory.of(environment, "XDG_CACHE_HOME", home, ".cache").resolve("instances");
  }

  /**
   * A running proxy.
   *
   * @param pid its process
   * @param url where it listens, without a slash at the end
   * @param key the key of its admin resources, null if they want none
   */
  record Instance(long pid, String url, @Nullable String key) {
    @Override
    public String toString() {
      return url + " (process " + pid + ")";
    }
  }

  /** Writes down that one runs; returns what takes the note away at its end. */
  Runnable announce(Instance instance) throws IOException {
    Path file = directory.resolve(instance.pid() + ".json");
    Files.createDirectories(directory, OwnerOnly.directory());
    Files.deleteIfExists(file); // of a process that had the same number
    ObjectNode note = JSON.createObjectNode();
    note.put("pid", instance.pid()).put("url", instance.url()).put("key", instance.key());
    try (WritableByteChannel channel = Files.newByteChannel(file, NEW, OwnerOnly.file())) {
      Channels.newOutputStream(channel).write(JSON.writeValueAsBytes(note));
    }
    return () -> {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // Whoever finds the note sees that the process has gone.
      }
    };
  }

  /** Returns those that run, and forgets those that have gone without saying so. */
  List<Instance> running() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Instance> running = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        Instance instance = read(file);
        if (instance != null) {
          running.add(instance);
        }
      }
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + directory, e);
    }
  }

  private static @Nullable Instance read(Path file) throws IOException {
    JsonNode note = JSON.readTree(Files.readAllBytes(file));
    long pid = note.path("pid").longValue();
    if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
      Files.deleteIfExists(file);
      return null;
    }
    return new Instance(pid, note.path("url").asText(), note.path("key").textValue());
  }
}
