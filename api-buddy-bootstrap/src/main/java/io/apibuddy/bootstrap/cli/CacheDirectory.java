package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.error.CacheException;
import io.apibuddy.bootstrap.wiring.DefaultLocation;
import io.apibuddy.ports.store.StoreException;
import io.apibuddy.ports.store.local.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The program's directory below the user's cache directory (XDG Base Directory Specification). */
final class CacheDirectory implements DefaultLocation {
  private final Path root;

  CacheDirectory(Map<String, String> environment, String home) {
    this.root = XdgDirectory.of(environment, "XDG_CACHE_HOME", home, ".cache");
  }

  /** Returns the directory of unpacked native libraries, which need not exist. */
  Path libraries() {
    return root.resolve("libraries");
  }

  @Override
  public Path of(String backend) {
    Path directory = root.resolve(backend);
    try {
      Files.createDirectories(directory, OwnerOnly.directory()); // responses may be private
    } catch (IOException e) {
      throw new CacheException(
          new StoreException(
              StoreException.Kind.UNUSABLE,
              "cannot create the directory "
                  + directory
                  + " ("
                  + e
                  + "); use --store PATH or --store memory",
              e));
    }
    return directory.resolve("cache.db");
  }
}
